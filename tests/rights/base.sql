-- What every scene builds on: activities, two of them private, people, a site, patterns.
WITH activity AS (
    INSERT INTO org.activity (activity_id, code, name, colour, class, works, available, absent, private, shown_as)
    OVERRIDING SYSTEM VALUE
    VALUES
    (1, 'office', 'Office', '#808080', 1, TRUE, TRUE, FALSE, FALSE, NULL),
    (2, 'remote', 'Remote', '#808080', 1, TRUE, TRUE, FALSE, FALSE, NULL),
    (3, 'meeting', 'Meeting', '#808080', 2, TRUE, FALSE, FALSE, FALSE, NULL),
    (4, 'away', 'Away', '#808080', 3, FALSE, FALSE, TRUE, FALSE, NULL),
    (5, 'zz_secret', 'zz_secret', '#808080', 3, FALSE, FALSE, TRUE, TRUE, 4),
    (6, 'zz_secret_call', 'zz_secret', '#808080', 2, TRUE, FALSE, FALSE, TRUE, 2)
),
staff AS (
    INSERT INTO org.staff (staff_id, employee_number, name)
    OVERRIDING SYSTEM VALUE
    SELECT number, 'E' || number, 'Person ' || number
    FROM generate_series(1, 5) AS number
),
pattern AS (
    INSERT INTO schedule.pattern (pattern_id, name, days)
    OVERRIDING SYSTEM VALUE
    VALUES (1, 'Days', 1), (2, 'Nights', 1), (3, 'Calls', 1)
),
line AS (
    INSERT INTO schedule.pattern_line
    (pattern_line_id, pattern_id, days, day, start_minute, minutes, activity_id, on_clock_change)
    OVERRIDING SYSTEM VALUE
    VALUES
    (1, 1, 1, 0, 480, 480, 1, 'wall'),
    (2, 2, 1, 0, 1200, 480, 2, 'wall'),
    (3, 3, 1, 0, 480, 240, 6, 'wall'),
    (4, 3, 1, 0, 720, 360, 1, 'wall')
)
INSERT INTO org.site (site_id, name, time_zone)
OVERRIDING SYSTEM VALUE
VALUES (1, 'Site', 'UTC')
