CREATE FUNCTION approval.make_steps(request_id bigint, steps jsonb) RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = ''
AS $$
#variable_conflict use_variable
BEGIN
    DELETE FROM approval.step AS s WHERE s.request_id = request_id;
    INSERT INTO approval.step (
        request_id, place, rule_id, deciders, quorum, unit_id, account_ids, state, deadline, deadline_minutes, on_deadline
    )
    SELECT
        request_id,
        g.place - 1,
        g.rule_id,
        g.deciders,
        g.quorum,
        g.unit_id,
        coalesce(g.account_ids, '{}'),
        CASE g.place WHEN 1 THEN 'pending' ELSE 'waiting' END,
        CASE g.place WHEN 1 THEN now() + g.deadline_minutes * interval '1 minute' END,
        g.deadline_minutes,
        coalesce(g.on_deadline, 'escalate')
    FROM ROWS FROM (
        jsonb_to_recordset(steps) AS (
            rule_id bigint, deciders text, quorum text, unit_id bigint, account_ids bigint[], deadline_minutes integer, on_deadline text
        )
    ) WITH ORDINALITY AS g (rule_id, deciders, quorum, unit_id, account_ids, deadline_minutes, on_deadline, place);
END;
$$;
COMMENT ON FUNCTION approval.make_steps(bigint, jsonb) IS
'Gives a request the steps [{rule_id, deciders, quorum, unit_id, account_ids, deadline_minutes, on_deadline}] instead of those it had,
and their decisions; the first one is pending.';
