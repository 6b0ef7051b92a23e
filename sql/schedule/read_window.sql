CREATE FUNCTION schedule.read_window(
    "from" text,
    "to" text,
    time_zone text,
    OUT window_start timestamptz,
    OUT window_end timestamptz
)
LANGUAGE plpgsql STABLE
SET search_path = ''
AS $$
DECLARE
    zone CONSTANT text := schedule.read_zone(time_zone);
BEGIN
    window_start := schedule.read_instant("from", 'from', zone);
    window_end := schedule.read_instant("to", 'to', zone);
    IF window_start <> date_trunc('minute', window_start, 'UTC') THEN
        RAISE EXCEPTION USING ERRCODE = 'ST001', COLUMN = 'from', MESSAGE = 'from must be a whole minute.';
    END IF;
    IF window_end <> date_trunc('minute', window_end, 'UTC') THEN
        RAISE EXCEPTION USING ERRCODE = 'ST001', COLUMN = 'to', MESSAGE = 'to must be a whole minute.';
    END IF;
    IF window_end <= window_start THEN
        RAISE EXCEPTION USING ERRCODE = 'ST001', COLUMN = 'to', MESSAGE = 'to must be later than from.';
    END IF;
    IF window_end - window_start > interval '366 days' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST001',
            COLUMN = 'to',
            MESSAGE = 'to must be at most 366 days later than from.';
    END IF;
END;
$$;
COMMENT ON FUNCTION schedule.read_window(text, text, text) IS
'The window [from, to) of a request: instants, or dates in the time zone (default: the organisation''s). Errors: ST001
and ST002 for the field that is missing, does not parse, is no whole minute, or makes the window empty or longer than
366 days.';
