-- Roles above row security that one of ours could become.
SELECT
    holder.rolname AS holder,
    reached.rolname AS reached
FROM pg_roles AS holder
INNER JOIN pg_roles AS reached ON pg_has_role(holder.oid, reached.oid, 'MEMBER')
WHERE
    holder.rolname IN ('strata_app', 'strata_user', 'strata_login', 'strata_relay', 'strata_bi')
    AND (reached.rolsuper OR reached.rolbypassrls OR reached.rolname = 'strata_owner')
ORDER BY holder.rolname, reached.rolname
