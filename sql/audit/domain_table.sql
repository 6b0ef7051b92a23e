-- What is undone row by row must be known table by table; read from the catalogue, so that a new table is included.
CREATE VIEW audit.domain_table WITH (security_invoker = TRUE) AS
SELECT
    c.oid AS table_oid,
    n.nspname::text AS schema_name,
    c.relname::text AS table_name,
    (
        SELECT array_agg(p.attname::text ORDER BY k.place)
        FROM pg_catalog.pg_index AS i
        CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k (attnum, place)
        INNER JOIN pg_catalog.pg_attribute AS p ON i.indrelid = p.attrelid AND k.attnum = p.attnum
        WHERE i.indrelid = c.oid AND i.indisprimary
    ) AS key_columns,
    array_agg(a.attname::text ORDER BY a.attnum) FILTER (
        WHERE a.attgenerated = '' AND a.attname NOT IN ('recorded_from', 'change_id')
    ) AS columns,
    bool_or(a.attidentity <> '') AS has_identity
FROM pg_catalog.pg_class AS c
INNER JOIN pg_catalog.pg_namespace AS n ON c.relnamespace = n.oid
INNER JOIN pg_catalog.pg_attribute AS a ON c.oid = a.attrelid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relkind = 'r' AND pg_catalog.pg_get_userbyid(n.nspowner) = 'strata_owner' AND c.relname NOT LIKE '%\_history'
GROUP BY c.oid, n.nspname, c.relname
HAVING bool_or(a.attname = 'recorded_from');
COMMENT ON VIEW audit.domain_table IS
'Every table that keeps its history: its key, and the columns that a version of a row is made of.';
