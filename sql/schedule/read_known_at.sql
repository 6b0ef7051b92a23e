CREATE FUNCTION schedule.read_known_at(as_of text, time_zone text) RETURNS timestamptz
LANGUAGE plpgsql STABLE
SET search_path = ''
AS $$
DECLARE
    known_at timestamptz;
    kept_from timestamptz;
BEGIN
    IF as_of IS NULL THEN
        RETURN 'infinity';
    END IF;
    known_at := schedule.read_instant(as_of, 'as_of', schedule.read_zone(time_zone));
    IF known_at > clock_timestamp() THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST001', COLUMN = 'as_of', MESSAGE = 'as_of must not lie in the future.';
    END IF;
    SELECT h.kept_from INTO kept_from
    FROM audit.history_horizon AS h
    WHERE h.kept_from > known_at;
    IF FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST030',
            COLUMN = 'as_of',
            MESSAGE = format(
                'as_of lies before the history that is kept, which begins at %sZ.',
                replace((kept_from AT TIME ZONE 'UTC')::text, ' ', 'T')
            );
    END IF;
    RETURN known_at;
END;
$$;
COMMENT ON FUNCTION schedule.read_known_at(text, text) IS
'The instant as of which a request reads; null means now, which is infinity. Errors, for as_of: ST001,
ST002, ST030 when the history of that time is not kept any more.';
GRANT EXECUTE ON FUNCTION schedule.read_known_at(text, text) TO strata_user;
