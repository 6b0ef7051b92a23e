-- An organisation of current_setting('bench.people') people for measurements: six rotations in two zones, people in
-- different phases, and from current_setting('bench.first_day') on adjustments on about five days of sixteen. The same
-- at every size.
INSERT INTO org.site (name, time_zone) VALUES ('Berlin', 'Europe/Berlin'), ('Tokyo', 'Asia/Tokyo');
SELECT org.ensure_standard_activities();
INSERT INTO org.unit (name) VALUES ('Organisation');
INSERT INTO org.unit (parent_id, name)
SELECT u.unit_id, 'Team ' || n
FROM org.unit AS u, generate_series(1, current_setting('bench.people')::integer / 15) AS n;
INSERT INTO org.staff (employee_number, name)
SELECT n::text, 'Person ' || n FROM generate_series(1, current_setting('bench.people')::integer) AS n;
INSERT INTO org.membership (staff_id, unit_id, valid)
SELECT s.staff_id, 2 + s.staff_id % (current_setting('bench.people')::integer / 15), '[2024-01-01,)'
FROM org.staff AS s;

INSERT INTO schedule.pattern (name, days)
SELECT 'Rotation ' || n, CASE WHEN n <= 3 THEN 7 ELSE 28 END FROM generate_series(1, 6) AS n;
INSERT INTO schedule.pattern_line (pattern_id, days, day, start_minute, minutes, activity_id)
SELECT p.pattern_id, p.days, d, l.start_minute, l.minutes, a.activity_id
FROM schedule.pattern AS p
CROSS JOIN generate_series(0, 4) AS d
CROSS JOIN (VALUES (540, 240), (825, 255)) AS l (start_minute, minutes)
JOIN org.activity AS a ON a.code = 'office'
WHERE p.days = 7;
INSERT INTO schedule.pattern_line (pattern_id, days, day, start_minute, minutes, activity_id)
SELECT
    p.pattern_id, p.days, d,
    CASE d / 7 WHEN 0 THEN 360 WHEN 1 THEN 840 ELSE 1320 END,
    480, a.activity_id
FROM schedule.pattern AS p
CROSS JOIN generate_series(0, 27) AS d
JOIN org.activity AS a ON a.code = 'office'
WHERE p.days = 28 AND d % 7 < 5;
INSERT INTO schedule.contract (staff_id, site_id, pattern_id, anchor, valid)
SELECT
    s.staff_id, 1 + s.staff_id % 2, 1 + s.staff_id % 6,
    date '2024-01-01' + (CASE WHEN s.staff_id % 6 >= 3 THEN s.staff_id % 4 * 7 ELSE 0 END)::integer,
    '[2024-01-01,)'
FROM org.staff AS s;
INSERT INTO org.holiday (site_id, day, name) VALUES (1, '2026-12-25', 'Christmas'), (2, '2026-11-23', 'Labour Day');

INSERT INTO schedule.request (staff_id, state) SELECT s.staff_id, 'approved' FROM org.staff AS s;
INSERT INTO schedule.adjustment (request_id, staff_id, activity_id, class, starts_at, ends_at, state)
SELECT
    r.request_id, r.staff_id, a.activity_id, a.class,
    d + l.start_minute * interval '1 minute', d + l.end_minute * interval '1 minute', 'approved'
FROM schedule.request AS r
CROSS JOIN generate_series(
    (current_setting('bench.first_day') || ' 00:00+00')::timestamptz, '2026-12-31 00:00+00', '1 day'
) AS d
JOIN (
    VALUES (0, 'remote', 480, 1020), (0, 'meeting', 600, 660), (1, 'meeting', 540, 600),
    (2, 'leave', 400, 1100), (3, 'training', 600, 615)
) AS l (chance, code, start_minute, end_minute)
    ON l.chance = hashint8(r.staff_id * 1000 + extract(DOY FROM d)::integer) & 15
JOIN org.activity AS a ON a.code = l.code;
