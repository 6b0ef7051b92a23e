-- A few people for all writers, and what their contracts and adjustments need. The request of a plain row is -staff_id.
WITH activity AS (
    INSERT INTO org.activity (activity_id, code, name, colour, class, works, available, absent)
    OVERRIDING SYSTEM VALUE
    VALUES
    (1, 'remote', 'Remote', '#808080', 1, TRUE, TRUE, FALSE),
    (2, 'meeting', 'Meeting', '#808080', 2, TRUE, FALSE, FALSE),
    (3, 'leave', 'Leave', '#808080', 3, FALSE, FALSE, TRUE)
),
site AS (
    INSERT INTO org.site (site_id, name, time_zone)
    OVERRIDING SYSTEM VALUE
    VALUES (1, 'Site', 'UTC')
),
pattern AS (
    INSERT INTO schedule.pattern (pattern_id, name, days)
    OVERRIDING SYSTEM VALUE
    VALUES (1, 'Pattern', 7)
),
staff AS (
    INSERT INTO org.staff (staff_id, employee_number, name)
    OVERRIDING SYSTEM VALUE
    SELECT number, 'storm ' || number, 'Person ' || number
    FROM generate_series(1, 4) AS number
)
INSERT INTO schedule.request (request_id, staff_id, state)
OVERRIDING SYSTEM VALUE
SELECT -number, number, 'approved'
FROM generate_series(1, 4) AS number
