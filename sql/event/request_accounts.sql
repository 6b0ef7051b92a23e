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
        SELECT
            e.step_id,
            e.deciders,
            e.quorum,
            e.unit_id,
            e.account_ids
        FROM jsonb_populate_recordset(NULL::approval.step, request_accounts.changed_steps) AS e
        -- Not of the request that the step has come from.
        WHERE e.request_id = request_accounts.request_id
    ),

    step AS (
        SELECT s.step_id
        FROM approval.step AS s
        WHERE
            s.request_id = request_accounts.request_id
            AND (s.state = 'pending' OR s.step_id IN (SELECT e.step_id FROM earlier AS e))
    ),

    given_away AS MATERIALIZED (
        SELECT
            e.step_id,
            e.deciders,
            e.quorum,
            e.unit_id,
            e.account_ids,
            approval.involved(request_accounts.request_id) AS involved
        FROM earlier AS e
        INNER JOIN approval.step AS s ON e.step_id = s.step_id
        WHERE (e.deciders, e.unit_id, e.account_ids) IS DISTINCT FROM (s.deciders, s.unit_id, s.account_ids)
    ),

    -- As in approval.deciders.
    granted AS (
        SELECT
            g.account_id,
            l.distance,
            w.quorum,
            min(l.distance) OVER (PARTITION BY w.step_id) AS nearest
        FROM given_away AS w
        CROSS JOIN LATERAL approval.unit_line(w.unit_id) AS l
        INNER JOIN auth.role_grant AS g
            ON
                g.unit_id IS NOT DISTINCT FROM l.unit_id
                AND g.role = any(auth.roles_from(CASE w.deciders WHEN 'admins' THEN 'admin' ELSE 'manager' END))
        INNER JOIN auth.account AS a ON g.account_id = a.account_id AND a.active
        WHERE
            w.deciders IN ('unit_managers', 'parent_managers', 'admins')
            AND g.account_id <> all(w.involved)
            AND NOT EXISTS (
                SELECT FROM approval.decision AS n
                WHERE n.step_id = w.step_id AND coalesce(n.on_behalf_of, n.account_id) = g.account_id
            )
    ),

    decider AS (
        SELECT d.account_id
        FROM step AS s
        CROSS JOIN LATERAL approval.deciders(s.step_id) AS d (account_id)
        UNION
        SELECT g.account_id
        FROM granted AS g
        WHERE g.quorum = 'any' OR g.distance = g.nearest
        UNION
        SELECT a.account_id
        FROM given_away AS w
        CROSS JOIN LATERAL unnest(w.account_ids) AS a (account_id)
        WHERE
            w.deciders = 'accounts'
            AND a.account_id <> all(w.involved)
            AND NOT EXISTS (
                SELECT FROM approval.decision AS n
                WHERE n.step_id = w.step_id AND coalesce(n.on_behalf_of, n.account_id) = a.account_id
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
