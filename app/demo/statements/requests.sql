-- Approved requests with their adjustments, which are given in the local time of the site.
WITH
given AS MATERIALIZED (
    SELECT
        g.key,
        s.staff_id,
        i.time_zone,
        g.reason,
        g.requested_at,
        g.adjustments
    FROM
        jsonb_to_recordset(%(rows)s)
            AS g (
                key text, employee_number text, site text, reason text, requested_at timestamptz, adjustments jsonb
            )
    INNER JOIN org.staff AS s ON g.employee_number = s.employee_number
    INNER JOIN org.site AS i ON g.site = i.name
),

part AS MATERIALIZED (
    SELECT
        g.key,
        g.time_zone,
        p.activity,
        p.start,
        p."end",
        p.note
    FROM given AS g
    CROSS JOIN LATERAL jsonb_to_recordset(g.adjustments) AS p (
        activity text, start timestamp, "end" timestamp, note text
    )
),

clock AS MATERIALIZED (
    SELECT
        z.time_zone,
        i.local_time,
        i.instant
    FROM (
        SELECT
            p.time_zone,
            array_agg(DISTINCT l.local_time) AS locals
        FROM part AS p
        CROSS JOIN LATERAL (VALUES (p.start), (p."end")) AS l (local_time)
        GROUP BY p.time_zone
    ) AS z
    CROSS JOIN LATERAL schedule.local_instants(z.time_zone, z.locals) AS i
),

stored AS (
    INSERT INTO schedule.request
    (staff_id, state, automatic, reason, requested_at, decided_by, decided_at, import_key)
    SELECT
        g.staff_id,
        'approved' AS state,
        TRUE AS automatic,
        g.reason,
        g.requested_at,
        manager.account_id,
        g.requested_at + interval '2 hours' AS decided_at,
        g.key
    FROM given AS g
    LEFT JOIN auth.account AS manager ON manager.email = 'manager@demo.test'
    RETURNING request_id, staff_id, import_key
)

INSERT INTO schedule.adjustment (request_id, staff_id, activity_id, class, starts_at, ends_at, state, note)
SELECT
    r.request_id,
    r.staff_id,
    a.activity_id,
    a.class,
    f.instant AS starts_at,
    t.instant AS ends_at,
    'approved' AS state,
    p.note
FROM part AS p
INNER JOIN stored AS r ON p.key = r.import_key
INNER JOIN org.activity AS a ON p.activity = a.code
INNER JOIN clock AS f ON p.time_zone = f.time_zone AND p.start = f.local_time
INNER JOIN clock AS t ON p.time_zone = t.time_zone AND p."end" = t.local_time
ORDER BY r.request_id, f.instant;
