-- What every example of the properties builds on: activities of all classes, and people with a request each.
WITH activity AS (
    INSERT INTO org.activity (activity_id, code, name, colour, class, works, available, absent)
    OVERRIDING SYSTEM VALUE
    SELECT
        number,
        'activity_' || number,
        'Activity ' || number,
        '#808080',
        (number + 1) / 2,
        number < 5,
        number < 3,
        number >= 5
    FROM generate_series(1, 6) AS number
),
staff AS (
    INSERT INTO org.staff (staff_id, employee_number, name)
    OVERRIDING SYSTEM VALUE
    SELECT number, 'property ' || number, 'Person ' || number
    FROM generate_series(1, 100) AS number
)
INSERT INTO schedule.request (request_id, staff_id, state)
OVERRIDING SYSTEM VALUE
SELECT number, number, 'approved'
FROM generate_series(1, 100) AS number
