CREATE FUNCTION event.utc_text(instant timestamptz) RETURNS text
LANGUAGE sql STABLE
SET search_path = ''
RETURN CASE
    WHEN utc_text.instant >= '0001-01-01 00:00+00' AND utc_text.instant < '10000-01-01 00:00+00'
        -- JSON has one form of instants, whatever the session's DateStyle.
        THEN (to_json(utc_text.instant AT TIME ZONE 'UTC') #>> '{}') || 'Z'
END;
COMMENT ON FUNCTION event.utc_text(timestamptz) IS
'An instant as events show it (RFC 3339, UTC); null for none, and for one that this form does not know, such as infinity.';
GRANT EXECUTE ON FUNCTION event.utc_text(timestamptz) TO strata_user;
