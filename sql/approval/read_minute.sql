CREATE FUNCTION approval.read_minute(item jsonb, field text, OUT instant timestamptz, OUT sentence text)
LANGUAGE plpgsql STABLE
SET search_path = ''
AS $$
BEGIN
    instant := api.body_instant(item -> field, field);
    IF instant IS NULL THEN
        sentence := format('%s must be an RFC 3339 instant, such as 2026-11-23T09:00:00Z.', field);
    ELSIF instant <> date_trunc('minute', instant, 'UTC') THEN
        instant := NULL;
        sentence := format('%s must be a whole minute.', field);
    END IF;
END;
$$;
COMMENT ON FUNCTION approval.read_minute(jsonb, text) IS
'The instant in whole minutes that a field of a body means; or null, and the sentence that says what it must be.';
