-- Beside every table with history stands a view with _known behind its name: the rows as the database knew them at
-- audit.known_at(). The history is read only for an earlier instant than now (a one-time filter of the plan);
-- the instant is asked for once a statement, not once a row.
DO $$
DECLARE
    base record;
BEGIN
    FOR base IN
        SELECT
            n.nspname AS schema_name,
            c.relname AS table_name,
            string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) AS columns
        FROM pg_catalog.pg_class AS c
        JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
        JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        WHERE c.relkind = 'r' AND c.relowner = 'strata_owner'::regrole AND c.relname NOT LIKE '%\_history'
        GROUP BY n.nspname, c.relname
        HAVING bool_or(a.attname = 'recorded_from')
        ORDER BY n.nspname, c.relname
    LOOP
        EXECUTE format(
            'CREATE VIEW %1$I.%2$I WITH (security_invoker = TRUE) AS '
            'SELECT %4$s FROM %1$I.%3$I WHERE recorded_from <= (SELECT audit.known_at()) UNION ALL '
            'SELECT %4$s FROM %1$I.%5$I WHERE (SELECT audit.known_at()) < ''infinity'' AND recorded @> (SELECT audit.known_at())',
            base.schema_name, base.table_name || '_known', base.table_name, base.columns, base.table_name || '_history'
        );
        EXECUTE format(
            'COMMENT ON VIEW %I.%I IS %L', base.schema_name, base.table_name || '_known',
            format('The rows of %I.%I as the database knew them at audit.known_at().', base.schema_name, base.table_name)
        );
    END LOOP;
END;
$$;
