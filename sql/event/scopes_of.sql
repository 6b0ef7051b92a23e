-- The other side of every scope that the log carries. What a key stands for:
-- all: everybody who is signed in. p: who may name private activities. a<account>, s<staff>: the account, the person it stands for.
-- v<unit>, m<unit>, x<unit>: a role from viewer, manager, admin on; with * on the whole organisation; x: admin anywhere.
CREATE FUNCTION event.scopes_of(account bigint) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = ''
AS $$
BEGIN
    RETURN (
    WITH own AS (
        SELECT
            a.account_id,
            a.staff_id
        FROM auth.account AS a
        WHERE a.account_id = scopes_of.account AND a.active
    ),

    held AS (
        SELECT
            k.letter,
            -- A grant on the root is one on the whole organisation.
            CASE WHEN u.parent_id IS NULL THEN '*' ELSE g.unit_id::text END AS unit,
            g.role
        FROM own AS o
        INNER JOIN auth.role_grant AS g ON o.account_id = g.account_id
        LEFT JOIN org.unit AS u ON g.unit_id = u.unit_id
        INNER JOIN (
            VALUES ('v', 'viewer'), ('m', 'manager'), ('x', 'admin')
        ) AS k (letter, role) ON g.role = any(auth.roles_from(k.role))
    )

    SELECT coalesce(array_agg(DISTINCT s.scope), '{}')
    FROM (
        SELECT 'all' AS scope
        FROM own
        UNION ALL
        SELECT 'a' || o.account_id
        FROM own AS o
        UNION ALL
        SELECT 's' || o.staff_id
        FROM own AS o
        WHERE o.staff_id IS NOT NULL
        UNION ALL
        SELECT 'p'
        FROM own AS o
        WHERE
            o.staff_id IS NOT NULL
            OR EXISTS (
                SELECT FROM held AS h
                WHERE h.role = any(auth.roles_from('staff'))
            )
        UNION ALL
        SELECT 'x'
        FROM held AS h
        WHERE h.letter = 'x'
        UNION ALL
        SELECT h.letter || h.unit
        FROM held AS h
    ) AS s
    );
END;
$$;
COMMENT ON FUNCTION event.scopes_of(bigint) IS
'The keys that an account holds: it may know of every event that has one of them among its scopes. None for one that is not active.';
GRANT EXECUTE ON FUNCTION event.scopes_of(bigint) TO strata_relay;
