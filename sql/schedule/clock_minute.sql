CREATE FUNCTION schedule.clock_minute(value text, field text) RETURNS integer
LANGUAGE plpgsql IMMUTABLE
SET search_path = ''
AS $$
BEGIN
    IF value IS NULL OR value !~ '^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST001',
            COLUMN = field,
            MESSAGE = format('%s must be a time of day, HH:MM.', field);
    END IF;
    RETURN substr(value, 1, 2)::integer * 60 + substr(value, 4, 2)::integer;
END;
$$;
COMMENT ON FUNCTION schedule.clock_minute(text, text) IS
'The minute of the day that a local time HH:MM means, 24:00 as 1440. Error: ST001 for the field.';
