CREATE FUNCTION import.local_text(value text) RETURNS timestamp
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = ''
BEGIN ATOMIC
    SELECT import.calendar_date(left(local_text.value, 10)) + import.time_of_day(substr(local_text.value, 12, 5)) * interval '1 minute'
    WHERE local_text.value ~ '^[12][0-9]{3}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:00)?$';
END;
COMMENT ON FUNCTION import.local_text(text) IS 'The local time that "2025-07-22 09:00" means, in whole minutes; null for anything else.';
