INSERT INTO schedule.pattern_line (pattern_id, days, day, start_minute, minutes, activity_id, on_clock_change)
SELECT
    p.pattern_id,
    p.days,
    g.day,
    g.start_minute,
    g.minutes,
    a.activity_id,
    g.on_clock_change
FROM
    jsonb_to_recordset(%(rows)s)
        AS g (pattern text, day smallint, start_minute smallint, minutes smallint, activity text, on_clock_change text)
INNER JOIN schedule.pattern AS p ON g.pattern = p.name
INNER JOIN org.activity AS a ON g.activity = a.code
ORDER BY p.pattern_id, g.day, g.start_minute;
