CREATE FUNCTION schedule.read_known_at(as_of text, time_zone text) RETURNS timestamptz
LANGUAGE plpgsql STABLE
SET search_path = ''
AS $$
DECLARE
    known_at timestamptz;
BEGIN
    IF as_of IS NULL THEN
        RETURN 'infinity';
    END IF;
    known_at := schedule.read_instant(as_of, 'as_of', schedule.read_zone(time_zone));
    IF known_at > clock_timestamp() THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST001', COLUMN = 'as_of', MESSAGE = 'as_of must not lie in the future.';
    END IF;
    RETURN known_at;
END;
$$;
COMMENT ON FUNCTION schedule.read_known_at(text, text) IS
'The instant as of which a request reads; null means now, which is infinity. Errors: ST001 and ST002 for as_of.';
