-- Row security is forced, so the owner needs a policy too. Functions that run as the owner check rights themselves.
DO $$
DECLARE
    name text;
BEGIN
    FOR name IN
        SELECT format('%I.%I', n.nspname, c.relname)
        FROM pg_catalog.pg_class AS c
        JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p') AND c.relforcerowsecurity AND NOT c.relispartition AND c.relowner = 'strata_owner'::regrole
        ORDER BY 1
    LOOP
        EXECUTE format('CREATE POLICY owner ON %s TO strata_owner USING (TRUE) WITH CHECK (TRUE)', name);
    END LOOP;
END;
$$;
