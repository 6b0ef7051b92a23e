-- Lines of patterns have a day, lines of presets a day_offset: both count days.
CREATE FUNCTION schedule.read_lines(lines jsonb)
RETURNS TABLE (
    place integer,
    day smallint,
    start_minute smallint,
    minutes smallint,
    activity text,
    activity_id bigint,
    class smallint,
    on_clock_change text,
    note text
)
LANGUAGE sql STABLE
SET search_path = ''
BEGIN ATOMIC
    WITH line AS (
        SELECT
            e.place::integer - 1 AS place,
            coalesce(e.line -> 'day', e.line -> 'day_offset', '0')::smallint AS day,
            org.minute_of(e.line ->> 'start', 'start') AS start_minute,
            org.minute_of(e.line ->> 'end', 'end') AS end_minute,
            e.line ->> 'activity' AS activity,
            coalesce(e.line ->> 'on_clock_change', 'wall') AS on_clock_change,
            e.line ->> 'note' AS note
        FROM jsonb_array_elements(read_lines.lines) WITH ORDINALITY AS e (line, place)
    )

    SELECT
        l.place,
        l.day,
        l.start_minute::smallint AS start_minute,
        org.minutes_until(l.start_minute, l.end_minute)::smallint AS minutes,
        l.activity,
        a.activity_id,
        a.class,
        l.on_clock_change,
        l.note
    FROM line AS l
    LEFT JOIN org.activity AS a ON l.activity = a.code;
END;
COMMENT ON FUNCTION schedule.read_lines(jsonb) IS
'The lines of a pattern or preset as a body has them, with place from 0; activity_id and class are null for an unknown
activity. Errors: ST001 (start, end) for what is no time of day.';
