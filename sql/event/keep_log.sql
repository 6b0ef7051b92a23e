CREATE FUNCTION event.keep_log() RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
-- Whoever waits for the whole log has everybody else wait who would read it.
SET lock_timeout = '300ms'
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
            -- A table that is attached, other than one that is made as a partition, waits for no reader: not for a dump, for hours.
            EXECUTE format('CREATE TABLE event.%I (LIKE event.log INCLUDING CONSTRAINTS INCLUDING INDEXES)', name);
            EXECUTE format('ALTER TABLE event.%I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', name);
            EXECUTE format(
                'ALTER TABLE event.log ATTACH PARTITION event.%I FOR VALUES FROM (%L) TO (%L)',
                name,
                to_char(today + day, 'YYYY-MM-DD 00:00+00'),
                to_char(today + day + 1, 'YYYY-MM-DD 00:00+00')
            );
        END IF;
    END LOOP;
    FOR name IN
        SELECT c.relname
        FROM pg_catalog.pg_inherits AS i
        JOIN pg_catalog.pg_class AS c ON c.oid = i.inhrelid
        WHERE i.inhparent = 'event.log'::regclass AND c.relname < 'log_' || to_char(oldest, 'YYYYMMDD')
        ORDER BY c.relname
    LOOP
        BEGIN
            EXECUTE format('DROP TABLE event.%I', name);
            dropped := dropped + 1;
        EXCEPTION
            WHEN lock_not_available THEN
                -- Somebody reads the log for long: an hour later, then.
                EXIT;
        END;
    END LOOP;
    RETURN dropped;
END;
$$;
COMMENT ON FUNCTION event.keep_log() IS
'Makes the partitions of the log for today (UTC) and the next two days, and drops the days that org.settings.event_retention_days does
not keep; while somebody reads the log for long, such as a dump, none. Returns how many were dropped. Any server may run it, as often
as it likes.';
GRANT EXECUTE ON FUNCTION event.keep_log() TO strata_relay;
