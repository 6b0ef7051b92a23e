CREATE FUNCTION event.utc_text(instant timestamptz) RETURNS text
LANGUAGE sql STABLE
SET search_path = ''
RETURN CASE
    WHEN isfinite(utc_text.instant) THEN replace((utc_text.instant AT TIME ZONE 'UTC')::text, ' ', 'T') || 'Z'
END;
COMMENT ON FUNCTION event.utc_text(timestamptz) IS 'An instant as events show it (RFC 3339, UTC); null for none and for infinity.';
GRANT EXECUTE ON FUNCTION event.utc_text(timestamptz) TO strata_user;
