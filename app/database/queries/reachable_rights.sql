-- Roles above row security that one of ours, or a reporting login, could become. Whoever made the group strata_bi is its member
-- too, and no reporting login.
SELECT
    holder.rolname AS holder,
    reached.rolname AS reached
FROM pg_roles AS holder
INNER JOIN pg_roles AS reached ON pg_has_role(holder.oid, reached.oid, 'MEMBER')
WHERE
    (
        holder.rolname IN ('strata_app', 'strata_user', 'strata_login', 'strata_relay', 'strata_bi')
        OR (
            NOT holder.rolsuper
            AND NOT holder.rolcreaterole
            AND EXISTS (
                SELECT FROM pg_auth_members AS m
                WHERE m.member = holder.oid AND m.roleid = to_regrole('strata_bi')
            )
        )
    )
    AND (
        reached.rolsuper
        OR reached.rolbypassrls
        OR reached.rolname IN (
            'strata_owner', 'pg_execute_server_program', 'pg_read_server_files', 'pg_write_server_files'
        )
    )
ORDER BY holder.rolname, reached.rolname
