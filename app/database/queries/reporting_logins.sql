-- The reporting logins, by their role or by their account, and what is wrong with each. Whoever made the group strata_bi is
-- its member too, and no reporting login.
SELECT
    coalesce(r.rolname::text, l.login) AS login,
    a.email AS account,
    coalesce(a.active, FALSE) AS active,
    r.oid IS NOT NULL AS is_role,
    coalesce(r.rolcanlogin, FALSE) AS can_log_in,
    coalesce(r.rolconnlimit, 0) AS connections,
    (
        SELECT split_part(s.setting, '=', 2)
        FROM pg_db_role_setting AS d CROSS JOIN LATERAL unnest(d.setconfig) AS s (setting)
        WHERE d.setrole = r.oid AND d.setdatabase = 0 AND s.setting LIKE 'statement_timeout=%'
    ) AS timeout,
    coalesce(r.in_group, FALSE) AS in_group,
    ARRAY(
        SELECT g.rolname::text
        FROM pg_auth_members AS m INNER JOIN pg_roles AS g ON m.roleid = g.oid
        WHERE m.member = r.oid AND g.rolname <> 'strata_bi'
        ORDER BY g.rolname
    ) AS other_groups,
    array_remove(
        ARRAY[
            CASE WHEN r.rolsuper THEN 'NOSUPERUSER' END,
            CASE WHEN r.rolbypassrls THEN 'NOBYPASSRLS' END,
            CASE WHEN r.rolcreaterole THEN 'NOCREATEROLE' END,
            CASE WHEN r.rolcreatedb THEN 'NOCREATEDB' END,
            CASE WHEN r.rolreplication THEN 'NOREPLICATION' END
        ], NULL
    ) AS too_much
FROM (
    SELECT
        p.*,
        EXISTS (
            SELECT FROM pg_auth_members AS m
            WHERE m.member = p.oid AND m.roleid = to_regrole('strata_bi')
        ) AS in_group
    FROM pg_roles AS p
) AS r
FULL JOIN auth.reporting_login AS l ON r.rolname = l.login
LEFT JOIN auth.account AS a ON l.account_id = a.account_id
WHERE l.login IS NOT NULL OR (r.in_group AND NOT r.rolsuper AND NOT r.rolcreaterole)
ORDER BY 1
