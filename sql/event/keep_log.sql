CREATE FUNCTION event.keep_log() RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    today CONSTANT date := (clock_timestamp() AT TIME ZONE 'UTC')::date;
    oldest CONSTANT date := today - (SELECT g.event_retention_days FROM org.settings AS g);
    name text;
    dropped integer := 0;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('event.keep_log', 0));
    FOR day IN 0..2 LOOP
        name := 'log_' || to_char(today + day, 'YYYYMMDD');
        IF to_regclass('event.' || name) IS NULL THEN
            EXECUTE format(
                'CREATE TABLE event.%I PARTITION OF event.log FOR VALUES FROM (%L) TO (%L)',
                name, (today + day) || ' 00:00+00', (today + day + 1) || ' 00:00+00'
            );
            EXECUTE format('ALTER TABLE event.%1$I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', name);
        END IF;
    END LOOP;
    FOR name IN
        SELECT c.relname
        FROM pg_catalog.pg_inherits AS i
        JOIN pg_catalog.pg_class AS c ON c.oid = i.inhrelid
        WHERE i.inhparent = 'event.log'::regclass AND c.relname < 'log_' || to_char(oldest, 'YYYYMMDD')
        ORDER BY c.relname
    LOOP
        EXECUTE format('DROP TABLE event.%I', name);
        dropped := dropped + 1;
    END LOOP;
    RETURN dropped;
END;
$$;
COMMENT ON FUNCTION event.keep_log() IS
'Makes the partitions of the log for today (UTC) and the next two days, and drops the days that org.settings.event_retention_days does
not keep. Returns how many were dropped. Any server may run it, as often as it likes.';
GRANT EXECUTE ON FUNCTION event.keep_log() TO strata_relay;
