-- What everybody may do has been granted to somebody by name.
SELECT format('%s of %s', acl.privilege_type, holder.object) AS object
FROM (
    SELECT
        p.oid::regprocedure::text AS object,
        p.pronamespace AS namespace,
        coalesce(p.proacl, acldefault('f', p.proowner)) AS acl
    FROM pg_proc AS p
    UNION ALL
    SELECT
        c.oid::regclass::text,
        c.relnamespace,
        c.relacl
    FROM pg_class AS c
    UNION ALL
    SELECT
        format('%s.%I', a.attrelid::regclass, a.attname),
        c.relnamespace,
        a.attacl
    FROM pg_attribute AS a INNER JOIN pg_class AS c ON a.attrelid = c.oid
    UNION ALL
    SELECT
        n.nspname,
        n.oid,
        n.nspacl
    FROM pg_namespace AS n
) AS holder
INNER JOIN pg_namespace AS n ON holder.namespace = n.oid
CROSS JOIN LATERAL aclexplode(holder.acl) AS acl
WHERE
    acl.grantee = 0
    AND n.nspowner = 'strata_owner'::regrole
    AND n.nspname <> 'extensions'
