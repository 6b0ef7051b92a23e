-- What the tables would say of one thing at a time, or cannot say because it lies in two of them.
CREATE FUNCTION approval.rule_faults(rule approval.rule_resource) RETURNS jsonb
LANGUAGE plpgsql STABLE
SET search_path = ''
AS $$
DECLARE
    faults jsonb := '[]';
    step record;
    stranger record;
BEGIN
    IF rule.activity IS NOT NULL AND NOT EXISTS (SELECT FROM org.activity AS a WHERE a.code = rule.activity) THEN
        faults := faults || api.fault('/activity', format('There is no activity %s.', rule.activity));
    END IF;
    IF rule.activity IS NOT NULL AND rule.class IS NOT NULL THEN
        faults := faults || api.fault('/class', 'A rule is for an activity or for a class, not for both.');
    END IF;
    IF rule.automatic <> (rule.steps = '[]') THEN
        faults := faults || api.fault(
            '/steps',
            CASE
                WHEN rule.automatic THEN 'A rule that approves by itself has no steps.'
                ELSE 'A rule has one step at least, unless it approves by itself.'
            END
        );
    END IF;
    FOR step IN SELECT s.* FROM approval.steps_of(rule.steps) AS s LOOP
        IF step.deciders <> 'accounts' AND step.account_ids <> '{}' THEN
            faults := faults || api.fault(
                format('/steps/%s/account_ids', step.place), 'account_ids are for a step that accounts decide.'
            );
            CONTINUE;
        ELSIF step.deciders = 'accounts' AND step.account_ids = '{}' THEN
            faults := faults || api.fault(
                format('/steps/%s/account_ids', step.place), 'account_ids must name one account at least.'
            );
        END IF;
        FOR stranger IN
            SELECT
                n.account_id,
                n.place - 1 AS place
            FROM unnest(step.account_ids) WITH ORDINALITY AS n (account_id, place)
            WHERE NOT EXISTS (SELECT FROM auth.account AS a WHERE a.account_id = n.account_id AND a.active)
            ORDER BY n.place
        LOOP
            faults := faults || api.fault(
                format('/steps/%s/account_ids/%s', step.place, stranger.place),
                format('There is no active account %s.', stranger.account_id)
            );
        END LOOP;
    END LOOP;
    RETURN faults;
END;
$$;
COMMENT ON FUNCTION approval.rule_faults(approval.rule_resource) IS
'Everything by which a row of the view of rules is no rule, as a list of {pointer, detail}; empty when it is right.';
