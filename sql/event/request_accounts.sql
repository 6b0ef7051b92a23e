-- Who decides sees the request: by a step that waits now, or by one that waited before a change has settled it or has given it to
-- others (changed_steps, as they were).
CREATE FUNCTION event.request_accounts(request_id bigint, changed_steps jsonb) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE ROWS 5
SET search_path = ''
SET plan_cache_mode = force_generic_plan
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH earlier AS MATERIALIZED (
        SELECT e AS step
        FROM jsonb_populate_recordset(NULL::approval.step, request_accounts.changed_steps) AS e
        -- Not of the request that the step has come from.
        WHERE e.request_id = request_accounts.request_id
    ),

    decider AS (
        SELECT d.account_id
        FROM approval.step AS s
        CROSS JOIN LATERAL approval.deciders(s.step_id) AS d (account_id)
        WHERE
            s.request_id = request_accounts.request_id
            AND (s.state = 'pending' OR s.step_id IN (SELECT (e.step).step_id FROM earlier AS e))
        UNION
        -- Whose it was before it was given to others, but for those who had decided.
        SELECT d.account_id
        FROM earlier AS e
        INNER JOIN approval.step AS s ON s.step_id = (e.step).step_id
        CROSS JOIN LATERAL approval.deciders_of(e.step) AS d (account_id)
        WHERE
            ((e.step).deciders, (e.step).unit_id, (e.step).account_ids) IS DISTINCT FROM (s.deciders, s.unit_id, s.account_ids)
            AND NOT EXISTS (
                SELECT FROM approval.decision AS n
                WHERE n.step_id = s.step_id AND coalesce(n.on_behalf_of, n.account_id) = d.account_id
            )
    )

    SELECT d.account_id
    FROM decider AS d
    UNION
    SELECT g.delegate_id
    FROM decider AS d
    INNER JOIN approval.delegation AS g ON d.account_id = g.account_id AND g.during @> now()
    WHERE g.delegate_id <> all(approval.involved(request_accounts.request_id))
    UNION
    SELECT d.account_id
    FROM approval.decision AS d
    WHERE d.request_id = request_accounts.request_id
    UNION
    SELECT r.requested_by
    FROM schedule.request AS r
    WHERE r.request_id = request_accounts.request_id AND r.requested_by IS NOT NULL;
END;
$$;
COMMENT ON FUNCTION event.request_accounts(bigint, jsonb) IS
'The accounts that read a request whoever it is about: who asked, decides or has decided it (see approval.entrusted), and who decided
the steps given, which waited before a change.';
