CREATE FUNCTION approval.minute_of(value text, field text) RETURNS timestamptz
LANGUAGE plpgsql IMMUTABLE
SET search_path = ''
AS $$
DECLARE
    instant CONSTANT timestamptz := import.instant_text(value);
BEGIN
    IF instant IS NULL AND value IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST001',
            COLUMN = field,
            MESSAGE = format('%s must be an RFC 3339 instant in whole minutes, such as 2026-11-23T09:00:00Z.', field);
    END IF;
    RETURN instant;
END;
$$;
COMMENT ON FUNCTION approval.minute_of(text, text) IS
'The instant that an RFC 3339 text means. Errors: ST001 for the field when it is no instant in whole minutes.';
