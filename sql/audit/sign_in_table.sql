-- What an account signs in by: no domain tables, so that no history and no audit keeps a secret.
CREATE VIEW audit.sign_in_table WITH (security_invoker = TRUE) AS
SELECT
    n.nspname::text AS schema_name,
    c.relname::text AS table_name,
    array_agg(a.attname::text ORDER BY a.attnum) FILTER (
        WHERE a.atttypid <> 'bytea'::regtype AND a.attname !~ '(hash|secret|token|code|key)'
    ) AS shown_columns,
    (
        SELECT count(*) > 0
        FROM pg_catalog.pg_constraint AS k
        WHERE k.contype = 'f' AND k.confrelid = c.oid
    ) AS is_referred_to
FROM pg_catalog.pg_class AS c
INNER JOIN pg_catalog.pg_namespace AS n ON c.relnamespace = n.oid
INNER JOIN pg_catalog.pg_attribute AS a ON c.oid = a.attrelid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relkind = 'r' AND n.nspname = 'auth' AND c.relname NOT LIKE '%\_history'
GROUP BY n.nspname, c.oid, c.relname
HAVING bool_or(a.attname = 'account_id') AND NOT bool_or(a.attname = 'recorded_from');
COMMENT ON VIEW audit.sign_in_table IS
'The tables with credentials, sessions and the like of accounts, and those of their columns that are no secrets.';
