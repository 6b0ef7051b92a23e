-- Text of a request becomes an instant here and nowhere else.
CREATE FUNCTION schedule.read_instant(value text, field text, time_zone text) RETURNS timestamptz
LANGUAGE plpgsql STABLE
SET search_path = ''
AS $$
BEGIN
    IF value IS NULL OR value = '' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST001',
            COLUMN = field,
            MESSAGE = format('%s is missing: give an RFC 3339 instant or a date.', field);
    END IF;
    IF value ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' THEN
        RETURN schedule.local_instant(value::date::timestamp, time_zone);
    END IF;
    IF value ~* '^[0-9]{4}-[0-9]{2}-[0-9]{2}[t ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?(z|[-+ ][0-9]{2}:?[0-9]{2})$' THEN
        -- A "+" that was not escaped in a query arrives as a blank.
        RETURN regexp_replace(value, ' ([0-9]{2}:?[0-9]{2})$', '+\1')::timestamptz;
    END IF;
    IF value ~* '^[0-9]{4}-[0-9]{2}-[0-9]{2}[t ][0-9]{2}:[0-9]{2}' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST001',
            COLUMN = field,
            MESSAGE = format('%s has no offset from UTC: end it with Z or an offset such as +09:00.', field);
    END IF;
    RAISE EXCEPTION USING ERRCODE = 'invalid_datetime_format';
EXCEPTION
    WHEN invalid_datetime_format OR datetime_field_overflow OR invalid_time_zone_displacement_value THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST002',
            COLUMN = field,
            MESSAGE = format('%s is neither an RFC 3339 instant nor a date (YYYY-MM-DD).', field);
END;
$$;
COMMENT ON FUNCTION schedule.read_instant(text, text, text) IS
'The instant that a field of a request means: RFC 3339 with an offset, or a date, which means its first instant in the
time zone. Errors, all for the field: ST001 missing or without an offset, ST002 not a time at all.';
GRANT EXECUTE ON FUNCTION schedule.read_instant(text, text, text) TO strata_user;
