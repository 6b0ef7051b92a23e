-- Every table with recorded_from keeps its history, in the table of the same name with _history behind it, and its changes
-- are entries of the audit.
DO $$
DECLARE
    base record;
BEGIN
    FOR base IN
        SELECT
            format('%I.%I', t.schema_name, t.table_name) AS name,
            t.key_columns,
            (SELECT string_agg(quote_literal(k.name), ', ' ORDER BY k.place)
                FROM unnest(t.key_columns) WITH ORDINALITY AS k (name, place)) AS key
        FROM audit.domain_table AS t
        ORDER BY t.schema_name, t.table_name
    LOOP
        -- The functions read three arguments.
        IF cardinality(base.key_columns) NOT BETWEEN 1 AND 3 THEN
            RAISE EXCEPTION 'The primary key of % must have one to three columns.', base.name;
        END IF;
        EXECUTE format(
            'CREATE TRIGGER stamp BEFORE INSERT OR UPDATE ON %s FOR EACH ROW EXECUTE FUNCTION audit.stamp()', base.name
        );
        EXECUTE format(
            'CREATE TRIGGER keep_creations AFTER INSERT ON %s REFERENCING NEW TABLE AS created '
            'FOR EACH STATEMENT EXECUTE FUNCTION audit.keep_creations(%s)',
            base.name, base.key
        );
        EXECUTE format(
            'CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON %s '
            'FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_truncate()',
            base.name
        );
        EXECUTE format(
            'CREATE TRIGGER keep_history AFTER UPDATE OR DELETE ON %s '
            'FOR EACH ROW EXECUTE FUNCTION audit.keep_history(%s)',
            base.name, base.key
        );
    END LOOP;
END;
$$;
