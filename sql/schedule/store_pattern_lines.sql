CREATE FUNCTION schedule.store_pattern_lines(pattern_id bigint, days integer, lines jsonb, valid daterange) RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = ''
AS $$
BEGIN
    PERFORM schedule.require_lines(lines, days, by_class => FALSE);
    INSERT INTO schedule.pattern_line
    (pattern_id, days, day, start_minute, minutes, activity_id, on_clock_change, valid)
    SELECT
        store_pattern_lines.pattern_id,
        store_pattern_lines.days,
        l.day,
        l.start_minute,
        l.minutes,
        l.activity_id,
        l.on_clock_change,
        store_pattern_lines.valid
    FROM schedule.read_lines(lines) AS l
    ORDER BY l.day, l.start_minute;
END;
$$;
COMMENT ON FUNCTION schedule.store_pattern_lines(bigint, integer, jsonb, daterange) IS
'Adds lines to a pattern, as a body has them, for some days. Errors: those of schedule.require_lines.';
