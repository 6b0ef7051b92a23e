CREATE FUNCTION approval.read_minute(item jsonb, field text, OUT instant timestamptz, OUT sentence text)
LANGUAGE plpgsql STABLE
SET search_path = ''
AS $$
BEGIN
    sentence := format('%s must be an RFC 3339 instant, such as 2026-11-23T09:00:00Z.', field);
    BEGIN
        -- Without a zone a date becomes nothing; a blank for "+" is for addresses only.
        instant := CASE
            WHEN jsonb_typeof(item -> field) <> 'string' OR item ->> field ~ ' [0-9]{2}:?[0-9]{2}$' THEN NULL
            ELSE schedule.read_instant(item ->> field, field, NULL)
        END;
    EXCEPTION
        WHEN SQLSTATE 'ST001' OR SQLSTATE 'ST002' THEN
            RETURN;
    END;
    IF instant <> date_trunc('minute', instant, 'UTC') THEN
        instant := NULL;
        sentence := format('%s must be a whole minute.', field);
    ELSIF instant IS NOT NULL THEN
        sentence := NULL;
    END IF;
END;
$$;
COMMENT ON FUNCTION approval.read_minute(jsonb, text) IS
'The instant in whole minutes that a field of a body means; or null, and the sentence that says what it must be.';
