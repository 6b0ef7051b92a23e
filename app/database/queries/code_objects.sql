-- Every object of a kind that code is made of, in every schema that is not PostgreSQL's own.
-- The identity is what DROP takes after the kind.
SELECT
    object.classid,
    object.objid,
    address.type AS kind,
    address.identity
FROM (
    SELECT 'pg_proc'::regclass::oid AS classid, oid AS objid, pronamespace AS namespace FROM pg_proc
    UNION ALL
    SELECT 'pg_class'::regclass::oid, oid, relnamespace FROM pg_class WHERE relkind IN ('v', 'm')
    UNION ALL
    SELECT 'pg_type'::regclass::oid, t.oid, t.typnamespace
    FROM pg_type AS t
    LEFT JOIN pg_class AS c ON t.typrelid = c.oid
    WHERE
        (t.typtype IN ('d', 'e', 'r') OR (t.typtype = 'c' AND c.relkind = 'c'))
    UNION ALL
    SELECT 'pg_operator'::regclass::oid, oid, oprnamespace FROM pg_operator
    UNION ALL
    SELECT 'pg_trigger'::regclass::oid, t.oid, c.relnamespace
    FROM pg_trigger AS t INNER JOIN pg_class AS c ON t.tgrelid = c.oid
    WHERE NOT t.tgisinternal
    UNION ALL
    SELECT 'pg_policy'::regclass::oid, p.oid, c.relnamespace
    FROM pg_policy AS p INNER JOIN pg_class AS c ON p.polrelid = c.oid
) AS object
INNER JOIN pg_namespace AS n ON object.namespace = n.oid
CROSS JOIN LATERAL pg_identify_object(object.classid, object.objid, 0) AS address
WHERE
    n.nspname !~ '^pg_'
    AND n.nspname <> 'information_schema'
    AND NOT EXISTS (
        SELECT FROM pg_depend AS d
        WHERE
            d.classid = object.classid
            AND d.objid = object.objid
            AND d.deptype IN ('e', 'i')
    )
