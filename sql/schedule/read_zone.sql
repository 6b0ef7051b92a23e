-- The list of zones is read from files, so what the organisation uses itself is looked at first.
CREATE FUNCTION schedule.read_zone(time_zone text) RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = ''
AS $$
BEGIN
    IF time_zone IS NULL THEN
        RETURN (SELECT g.time_zone FROM org.settings AS g);
    END IF;
    IF NOT EXISTS (SELECT FROM org.settings AS g WHERE g.time_zone = read_zone.time_zone)
        AND NOT EXISTS (SELECT FROM org.site AS s WHERE s.time_zone = read_zone.time_zone)
        AND NOT EXISTS (SELECT FROM pg_catalog.pg_timezone_names AS z WHERE z.name = read_zone.time_zone)
    THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST001',
            COLUMN = 'time_zone',
            MESSAGE = format('%s is not the name of an IANA time zone.', time_zone);
    END IF;
    RETURN time_zone;
END;
$$;
COMMENT ON FUNCTION schedule.read_zone(text) IS
'The IANA time zone of a request; null means the zone of the organisation. Errors: ST001 (time_zone) for an unknown
name.';
GRANT EXECUTE ON FUNCTION schedule.read_zone(text) TO strata_user;
