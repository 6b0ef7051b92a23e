-- What the tables would say of one thing at a time, or cannot say because it lies in two of them.
CREATE FUNCTION approval.rule_faults(rule approval.rule_resource) RETURNS jsonb
LANGUAGE sql STABLE
SET search_path = ''
BEGIN ATOMIC
    SELECT coalesce(jsonb_agg(api.fault(f.pointer, f.detail) ORDER BY f.place, f.pointer), '[]')
    FROM (
        SELECT
            -3 AS place,
            '/activity' AS pointer,
            format('There is no activity %s.', (rule_faults.rule).activity) AS detail
        WHERE
            (rule_faults.rule).activity IS NOT NULL
            AND NOT EXISTS (SELECT FROM org.activity AS a WHERE a.code = (rule_faults.rule).activity)
        UNION ALL
        SELECT
            -2,
            '/class',
            'A rule is for an activity or for a class, not for both.'
        WHERE (rule_faults.rule).activity IS NOT NULL AND (rule_faults.rule).class IS NOT NULL
        UNION ALL
        SELECT
            -1,
            '/steps',
            CASE
                WHEN (rule_faults.rule).automatic THEN 'A rule that approves by itself has no steps.'
                ELSE 'A rule needs a step at least, unless it approves by itself.'
            END
        WHERE (rule_faults.rule).automatic <> ((rule_faults.rule).steps = '[]')
        UNION ALL
        SELECT
            s.place,
            format('/steps/%s/account_ids', s.place),
            CASE s.deciders
                WHEN 'accounts' THEN 'account_ids must name one account at least.'
                ELSE 'account_ids are for a step that accounts decide.'
            END
        FROM approval.steps_of((rule_faults.rule).steps) AS s
        WHERE (s.deciders = 'accounts') <> (cardinality(s.account_ids) > 0)
        UNION ALL
        SELECT
            s.place,
            format('/steps/%s/account_ids/%s', s.place, n.place - 1),
            format('There is no active account %s.', n.account_id)
        FROM approval.steps_of((rule_faults.rule).steps) AS s
        CROSS JOIN LATERAL unnest(s.account_ids) WITH ORDINALITY AS n (account_id, place)
        WHERE
            s.deciders = 'accounts'
            AND NOT EXISTS (SELECT FROM auth.account AS a WHERE a.account_id = n.account_id AND a.active)
    ) AS f;
END;
COMMENT ON FUNCTION approval.rule_faults(approval.rule_resource) IS
'Everything by which a row of the view of rules is no rule, as a list of {pointer, detail}; empty when it is right.';
