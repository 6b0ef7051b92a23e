CREATE FUNCTION approval.deciders(step_id bigint) RETURNS SETOF bigint
LANGUAGE sql STABLE ROWS 5
SET search_path = ''
BEGIN ATOMIC
    WITH step AS (
        SELECT
            s.deciders,
            s.quorum,
            s.unit_id,
            s.account_ids,
            approval.involved(s.request_id) AS involved
        FROM approval.step AS s
        WHERE s.step_id = deciders.step_id
    ),

    granted AS (
        SELECT
            g.account_id,
            l.distance,
            s.quorum,
            min(l.distance) OVER () AS nearest
        FROM step AS s
        CROSS JOIN LATERAL approval.unit_line(s.unit_id) AS l
        INNER JOIN auth.role_grant AS g
            ON
                g.unit_id IS NOT DISTINCT FROM l.unit_id
                AND g.role = any(auth.roles_from(CASE s.deciders WHEN 'admins' THEN 'admin' ELSE 'manager' END))
        INNER JOIN auth.account AS a ON g.account_id = a.account_id AND a.active
        WHERE
            s.deciders IN ('unit_managers', 'parent_managers', 'admins')
            AND g.account_id <> all(s.involved)
    )

    SELECT g.account_id
    FROM granted AS g
    WHERE g.quorum = 'any' OR g.distance = g.nearest
    UNION
    SELECT a.account_id
    FROM step AS s
    INNER JOIN auth.account AS a ON a.account_id = any(s.account_ids)
    WHERE s.deciders = 'accounts' AND a.active AND a.account_id <> all(s.involved);
END;
COMMENT ON FUNCTION approval.deciders(bigint) IS
'The accounts that may decide a step by their own right: active ones, and none that is involved. Where each of them must agree, they
are those of the nearest unit that has any.';
