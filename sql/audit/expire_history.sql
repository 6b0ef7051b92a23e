-- Any node may run it, and as often as it likes: one at a time works, the others have nothing to do.
CREATE FUNCTION audit.expire_history() RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    horizon CONSTANT timestamptz := (
        SELECT now() - g.history_retention_days * interval '24 hours'
        FROM org.settings AS g
    );
    name text;
    given_up bigint := 0;
    rows_of_table bigint;
BEGIN
    IF horizon IS NULL OR NOT pg_try_advisory_xact_lock(hashtextextended('audit.expire_history', 0)) THEN
        RETURN 0;
    END IF;
    -- The horizon moves in the same transaction: no reader sees one without the other.
    UPDATE audit.history_horizon AS h SET kept_from = horizon WHERE h.kept_from < horizon;
    FOR name IN
        SELECT format('%I.%I', n.nspname, c.relname)
        FROM pg_catalog.pg_class AS c
        JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
        JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attname = 'recorded'
        WHERE c.relkind = 'r' AND c.relowner = 'strata_owner'::regrole AND c.relname LIKE '%\_history'
        ORDER BY 1
    LOOP
        EXECUTE format('DELETE FROM %s WHERE recorded << tstzrange($1, NULL)', name) USING horizon;
        GET DIAGNOSTICS rows_of_table = ROW_COUNT;
        given_up := given_up + rows_of_table;
    END LOOP;
    RETURN given_up;
END;
$$;
COMMENT ON FUNCTION audit.expire_history() IS
'Gives up the superseded versions that ended longer ago than org.settings.history_retention_days says (null: none) and
moves audit.history_horizon. Returns how many they were.';
GRANT EXECUTE ON FUNCTION audit.expire_history() TO strata_user;
