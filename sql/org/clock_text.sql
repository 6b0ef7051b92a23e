CREATE FUNCTION org.clock_text(minute integer) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = ''
BEGIN ATOMIC
    SELECT lpad((clock_text.minute / 60)::text, 2, '0') || ':' || lpad((clock_text.minute % 60)::text, 2, '0');
END;
COMMENT ON FUNCTION org.clock_text(integer) IS 'A minute of the day as HH:MM; 1440 is 24:00.';
GRANT EXECUTE ON FUNCTION org.clock_text(integer) TO strata_user;
