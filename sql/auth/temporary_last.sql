-- With an empty search_path PostgreSQL still looks for types in the temporary schema of the session, before its own: who may
-- make a temporary domain named date or text would have its check run as the owner of a function. So it comes last.
DO $$
DECLARE
    name text;
BEGIN
    FOR name IN
        SELECT p.oid::regprocedure::text
        FROM pg_catalog.pg_proc AS p
        JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace
        WHERE n.nspowner = 'strata_owner'::regrole AND p.proconfig @> ARRAY['search_path=""']
        ORDER BY 1
    LOOP
        EXECUTE format('ALTER ROUTINE %s SET search_path = '''', pg_temp', name);
    END LOOP;
END;
$$;
