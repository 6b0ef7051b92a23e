-- Every table with recorded_from keeps its history, in the table of the same name with _history behind it.
DO $$
DECLARE
    name text;
BEGIN
    FOR name IN
        SELECT format('%I.%I', n.nspname, c.relname)
        FROM pg_catalog.pg_attribute AS a
        JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid
        JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
        WHERE
            a.attname = 'recorded_from'
            AND c.relkind = 'r'
            AND c.relowner = 'strata_owner'::regrole
            AND c.relname NOT LIKE '%\_history'
        ORDER BY 1
    LOOP
        EXECUTE format(
            'CREATE TRIGGER stamp BEFORE INSERT OR UPDATE ON %s FOR EACH ROW EXECUTE FUNCTION audit.stamp()', name
        );
        EXECUTE format(
            'CREATE TRIGGER keep_history AFTER UPDATE OR DELETE ON %s '
            'FOR EACH ROW EXECUTE FUNCTION audit.keep_history()',
            name
        );
    END LOOP;
END;
$$;
