-- What somebody granted on the code to roles that are not ours: a redeployment takes it away with the objects.
SELECT
    address.type AS kind,
    address.identity,
    coalesce(quote_ident(role.rolname), 'PUBLIC') AS grantee,
    format(
        'GRANT %s%s ON %s %s TO %s%s',
        acl.privilege_type,
        ' (' || quote_ident(held.column_name) || ')',
        CASE held.classid WHEN 'pg_proc'::regclass THEN address.type ELSE 'table' END,
        address.identity,
        coalesce(quote_ident(role.rolname), 'PUBLIC'),
        CASE WHEN acl.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END
    ) AS statement
FROM (
    SELECT 'pg_class'::regclass AS classid, oid AS objid, NULL::name AS column_name, relowner AS owner, relacl AS acl
    FROM pg_class
    WHERE relkind IN ('v', 'm')
    UNION ALL
    SELECT 'pg_class'::regclass, c.oid, a.attname, c.relowner, a.attacl
    FROM pg_attribute AS a INNER JOIN pg_class AS c ON a.attrelid = c.oid
    WHERE c.relkind IN ('v', 'm')
    UNION ALL
    SELECT 'pg_proc'::regclass, oid, NULL, proowner, proacl FROM pg_proc
) AS held
CROSS JOIN LATERAL aclexplode(held.acl) AS acl
CROSS JOIN LATERAL pg_identify_object(held.classid, held.objid, 0) AS address
INNER JOIN deploy.code_object AS made ON address.type = made.kind AND address.identity = made.identity
LEFT JOIN pg_roles AS role ON acl.grantee = role.oid
WHERE
    acl.grantee <> held.owner
    AND coalesce(role.rolname, '') NOT IN ('strata_owner', 'strata_app', 'strata_user', 'strata_login', 'strata_relay', 'strata_bi')
ORDER BY address.type, address.identity, statement
