CREATE FUNCTION schedule.same_lines(lines jsonb, others jsonb) RETURNS boolean
LANGUAGE sql STABLE
SET search_path = ''
BEGIN ATOMIC
    SELECT
        array(
            SELECT (l.day, l.start_minute, l.minutes, l.activity, l.on_clock_change, l.note)::text
            FROM schedule.read_lines(same_lines.lines) AS l
            ORDER BY 1
        ) = array(
            SELECT (l.day, l.start_minute, l.minutes, l.activity, l.on_clock_change, l.note)::text
            FROM schedule.read_lines(same_lines.others) AS l
            ORDER BY 1
        );
END;
COMMENT ON FUNCTION schedule.same_lines(jsonb, jsonb) IS
'Whether two lists of lines mean the same, whatever their order and what is left out in them.';
