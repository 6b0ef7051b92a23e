CREATE FUNCTION import.resolve_people(batch_id bigint, top_unit bigint, activity_id bigint, from_day date) RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = ''
AS $$
#variable_conflict use_variable
BEGIN
    UPDATE import.person AS p
    SET unit_id = u.unit_id, pattern_id = w.pattern_id
    FROM (
        SELECT DISTINCT ON (d.unit_path, d.week)
            d.unit_path,
            d.week
        FROM import.person AS d
        WHERE d.batch_id = batch_id
    ) AS g
    CROSS JOIN LATERAL (SELECT import.unit_at(top_unit, g.unit_path) AS unit_id) AS u
    LEFT JOIN (
        SELECT
            l.week,
            min(l.pattern_id) AS pattern_id
        FROM (
            SELECT
                n.pattern_id,
                array_agg(
                    int4range(n.day * 1440 + n.start_minute, n.day * 1440 + n.start_minute + n.minutes)
                    ORDER BY n.day, n.start_minute
                ) AS week
            FROM schedule.pattern_line AS n
            -- A version that is still to begin, or a successor that is planned, would not mean these hours.
            WHERE n.days = 7 AND n.valid @> daterange(from_day, NULL)
            GROUP BY n.pattern_id
            HAVING bool_and(n.activity_id = activity_id AND n.on_clock_change = 'wall')
        ) AS l
        GROUP BY l.week
    ) AS w ON w.week = g.week
    WHERE p.batch_id = batch_id AND p.unit_path = g.unit_path AND p.week IS NOT DISTINCT FROM g.week;
END;
$$;
COMMENT ON FUNCTION import.resolve_people(bigint, bigint, bigint, date) IS
'Finds the units and the patterns that the rows of a batch of people mean from a day on, as far as they exist.';
