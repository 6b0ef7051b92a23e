CREATE FUNCTION event.outbox_state() RETURNS TABLE (depth bigint, oldest_seconds double precision)
LANGUAGE sql STABLE SECURITY DEFINER ROWS 1
SET search_path = ''
BEGIN ATOMIC
    SELECT
        count(*) AS depth,
        coalesce(extract(EPOCH FROM clock_timestamp() - min(o.written_at)), 0)::double precision AS oldest_seconds
    FROM event.outbox AS o;
END;
COMMENT ON FUNCTION event.outbox_state() IS 'How many committed rows wait for a position, and how many seconds the oldest has waited.';
GRANT EXECUTE ON FUNCTION event.outbox_state() TO strata_relay;
