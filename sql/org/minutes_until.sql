CREATE FUNCTION org.minutes_until(start_minute integer, end_minute integer) RETURNS integer
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = ''
BEGIN ATOMIC
    SELECT
        minutes_until.end_minute - minutes_until.start_minute
        + CASE WHEN minutes_until.end_minute <= minutes_until.start_minute THEN 1440 ELSE 0 END;
END;
COMMENT ON FUNCTION org.minutes_until(integer, integer) IS
'Minutes from a time of day to another; an end that is not after the start is on the next day.';
