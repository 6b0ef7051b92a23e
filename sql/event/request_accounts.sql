-- Who decides sees the request: by a step that waits now, or by one that a change has just settled (changed_steps).
CREATE FUNCTION event.request_accounts(request_id bigint, changed_steps bigint[]) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE ROWS 5
SET search_path = ''
SET plan_cache_mode = force_generic_plan
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH step AS (
        SELECT s.step_id
        FROM approval.step AS s
        WHERE
            s.request_id = request_accounts.request_id
            AND (s.state = 'pending' OR s.step_id = any(request_accounts.changed_steps))
    ),

    decider AS (
        SELECT d.account_id
        FROM step AS s
        CROSS JOIN LATERAL approval.deciders(s.step_id) AS d (account_id)
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
COMMENT ON FUNCTION event.request_accounts(bigint, bigint[]) IS
'The accounts that read a request whoever it is about: who asked, decides or has decided it (see approval.entrusted), and who decided
the steps named.';
