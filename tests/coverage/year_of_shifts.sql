-- Benchmark instance 24 from one document: everybody goes through all shifts, one a week, from a week of their own on.
WITH given AS (
    SELECT %s::jsonb AS document
),
site AS (
    INSERT INTO org.site (name, time_zone) VALUES ('Hospital', 'Europe/Berlin') RETURNING site_id
),
unit AS (
    INSERT INTO org.unit (name) VALUES ('Hospital') RETURNING unit_id
),
activity AS (
    INSERT INTO org.activity (code, name, colour, class, works, available, absent)
    SELECT shift, shift, '#336699', 1, TRUE, TRUE, FALSE
    FROM given, jsonb_array_elements_text(given.document -> 'shifts') AS shift
    UNION ALL VALUES ('off', 'Off', '#999999', 3, FALSE, FALSE, TRUE)
    RETURNING activity_id, code
),
pattern AS (
    INSERT INTO schedule.pattern (name, days)
    SELECT 'All shifts', (given.document -> 'pattern_days')::integer FROM given
    RETURNING pattern_id, days
),
line AS (
    INSERT INTO schedule.pattern_line (pattern_id, days, day, start_minute, minutes, activity_id)
    SELECT p.pattern_id, p.days, g.day, g.start_minute, g.minutes, a.activity_id
    FROM given
    CROSS JOIN jsonb_to_recordset(given.document -> 'lines')
        AS g (day smallint, start_minute smallint, minutes smallint, shift text)
    CROSS JOIN pattern AS p
    JOIN activity AS a ON a.code = g.shift
),
person AS (
    INSERT INTO org.staff (employee_number, name)
    SELECT g.name, g.name
    FROM given, jsonb_to_recordset(given.document -> 'people') AS g (name text)
    RETURNING staff_id, name
),
membership AS (
    INSERT INTO org.membership (staff_id, unit_id, valid)
    SELECT person.staff_id, unit.unit_id, '[2025-01-01,)' FROM person, unit
),
contract AS (
    INSERT INTO schedule.contract (staff_id, site_id, pattern_id, anchor, valid)
    SELECT person.staff_id, site.site_id, pattern.pattern_id, g.anchor, '[2025-01-01,)'
    FROM given
    CROSS JOIN jsonb_to_recordset(given.document -> 'people') AS g (name text, anchor date)
    JOIN person ON person.name = g.name
    CROSS JOIN site
    CROSS JOIN pattern
),
request AS (
    INSERT INTO schedule.request (staff_id, state)
    SELECT staff_id, 'approved' FROM person
    RETURNING request_id, staff_id
),
absence AS (
    INSERT INTO schedule.adjustment (request_id, staff_id, activity_id, class, starts_at, ends_at, state)
    SELECT r.request_id, r.staff_id, a.activity_id, 3, o.starts_at, o.ends_at, 'approved'
    FROM given
    CROSS JOIN jsonb_to_recordset(given.document -> 'days_off')
        AS o (name text, starts_at timestamptz, ends_at timestamptz)
    JOIN person AS p ON p.name = o.name
    JOIN request AS r ON r.staff_id = p.staff_id
    JOIN activity AS a ON a.code = 'off'
),
requirement AS (
    INSERT INTO schedule.coverage_requirement
    (coverage_requirement_id, unit_id, site_id, dates, start_minute, minutes, people)
    OVERRIDING SYSTEM VALUE
    SELECT g.id, unit.unit_id, site.site_id, g.dates, g.start_minute, g.minutes, g.people
    FROM given
    CROSS JOIN jsonb_to_recordset(given.document -> 'requirements')
        AS g (id bigint, dates date[], start_minute smallint, minutes smallint, people integer)
    CROSS JOIN unit
    CROSS JOIN site
    RETURNING coverage_requirement_id
)
INSERT INTO schedule.coverage_requirement_activity (coverage_requirement_id, activity_id)
SELECT r.coverage_requirement_id, a.activity_id
FROM given
CROSS JOIN jsonb_to_recordset(given.document -> 'requirements') AS g (id bigint, shift text)
JOIN requirement AS r ON r.coverage_requirement_id = g.id
JOIN activity AS a ON a.code = g.shift
