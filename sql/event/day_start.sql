-- Direct SQL can write dates that are infinite, or that no instant is for. They must not stop the log, and nobody looks that far.
CREATE FUNCTION event.day_start(day date, time_zone text, days_later integer DEFAULT 0) RETURNS timestamptz
LANGUAGE sql STABLE STRICT
SET search_path = ''
RETURN schedule.local_instant(
    (greatest(least(day_start.day, '9999-12-31'::date), '0001-01-02'::date) + day_start.days_later)::timestamp, day_start.time_zone
);
COMMENT ON FUNCTION event.day_start(date, text, integer) IS
'When a day, or one so many days later, begins in a zone. What is before the year 1 or after the year 9999 is at its beginning or end.';
