CREATE FUNCTION api.body_instant(value jsonb, field text) RETURNS timestamptz
LANGUAGE plpgsql STABLE
SET search_path = ''
AS $$
BEGIN
    -- Without a zone a date becomes nothing; a blank for "+" is for addresses only.
    IF jsonb_typeof(value) IS DISTINCT FROM 'string' OR value #>> '{}' ~ ' [0-9]{2}:?[0-9]{2}$' THEN
        RETURN NULL;
    END IF;
    RETURN schedule.read_instant(value #>> '{}', field, NULL);
EXCEPTION
    WHEN SQLSTATE 'ST001' OR SQLSTATE 'ST002' THEN
        RETURN NULL;
END;
$$;
COMMENT ON FUNCTION api.body_instant(jsonb, text) IS 'The instant of a body (RFC 3339, with its zone); null for anything else.';
