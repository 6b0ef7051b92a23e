CREATE FUNCTION org.minute_of(value text, field text) RETURNS integer
LANGUAGE plpgsql IMMUTABLE
SET search_path = ''
AS $$
BEGIN
    IF value !~ '^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST001',
            COLUMN = field,
            MESSAGE = format('%s must be a time of day, such as 09:30; 24:00 is the end of the day.', field);
    END IF;
    RETURN left(value, 2)::integer * 60 + right(value, 2)::integer;
END;
$$;
COMMENT ON FUNCTION org.minute_of(text, text) IS
'The minute of the day that HH:MM means, 0 to 1440; null for null. Errors: ST001 with the name of the field.';
