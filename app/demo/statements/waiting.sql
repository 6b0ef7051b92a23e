-- What the demo's staff login asks for itself, so that something waits for its manager: as drafts first.
WITH asked AS (
    INSERT INTO schedule.request (staff_id, state, reason, requested_by)
    SELECT
        a.staff_id,
        'draft' AS state,
        g.reason,
        a.account_id
    FROM (
        VALUES
        ('A long weekend'),
        ('Moving house'),
        ('The plumber comes')
    ) AS g (reason)
    CROSS JOIN auth.account AS a
    WHERE a.email = 'staff@demo.test' AND a.staff_id IS NOT NULL
    RETURNING request_id, staff_id, reason
)

INSERT INTO schedule.adjustment (request_id, staff_id, activity_id, class, starts_at, ends_at, state)
SELECT
    r.request_id,
    r.staff_id,
    c.activity_id,
    c.class,
    (%(today)s::date + g.days + time '09:00') AT TIME ZONE z.time_zone AS starts_at,
    (%(today)s::date + g.days + g.until) AT TIME ZONE z.time_zone AS ends_at,
    'draft' AS state
FROM asked AS r
INNER JOIN (
    VALUES
    ('A long weekend', 21, 'leave', time '17:00'),
    ('Moving house', 29, 'leave', time '13:00'),
    ('The plumber comes', 35, 'remote', time '17:00')
) AS g (reason, days, activity, until)
    ON r.reason = g.reason
INNER JOIN org.activity AS c ON g.activity = c.code
CROSS JOIN org.settings AS z;
