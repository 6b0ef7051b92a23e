-- Who may make temporary objects: of those that others let in, nobody must.
SELECT
    coalesce(pg_get_userbyid(nullif(acl.grantee, 0)), 'PUBLIC') AS holder,
    d.datname
FROM pg_database AS d
CROSS JOIN LATERAL aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) AS acl
WHERE
    d.datname = current_database()
    AND acl.privilege_type = 'TEMPORARY'
    AND acl.grantee NOT IN (d.datdba, coalesce(to_regrole('strata_owner'), 0))
ORDER BY 1
