-- A small organisation whose reports can be worked out by hand. March 2030: Berlin's clocks go forward on the 31st, a Sunday.
INSERT INTO org.site (name, time_zone) VALUES ('Berlin', 'Europe/Berlin'), ('Tokyo', 'Asia/Tokyo');
SELECT org.ensure_standard_activities();
INSERT INTO org.unit (name) VALUES ('Acme');
INSERT INTO org.unit (parent_id, name)
SELECT u.unit_id, n.name
FROM org.unit AS u
CROSS JOIN (VALUES (1, 'Sales'), (2, 'Support'), (3, 'Night watch')) AS n (place, name)
ORDER BY n.place;
INSERT INTO org.staff (employee_number, name)
VALUES ('E1', 'Anna'), ('E2', 'Bert'), ('E3', 'Chie'), ('E4', 'Dora'), ('E5', 'Emil');
INSERT INTO org.membership (staff_id, unit_id, valid)
SELECT s.staff_id, u.unit_id, '[2030-01-01,)'
FROM org.staff AS s
JOIN (VALUES ('E1', 'Sales'), ('E2', 'Sales'), ('E3', 'Support'), ('E4', 'Night watch'), ('E5', 'Support')) AS m (number, unit)
    ON m.number = s.employee_number
JOIN org.unit AS u ON u.name = m.unit;
-- Bert helps out in Support in the week from March 11th.
INSERT INTO org.secondment (staff_id, unit_id, valid)
SELECT s.staff_id, u.unit_id, '[2030-03-11,2030-03-16)'
FROM org.staff AS s, org.unit AS u
WHERE s.employee_number = 'E2' AND u.name = 'Support';
-- Monday to Friday 9 to 17, and every night from 22 to 6. Emil has no contract.
INSERT INTO schedule.pattern (name, days) VALUES ('Day', 7), ('Night', 1);
INSERT INTO schedule.pattern_line (pattern_id, days, day, start_minute, minutes, activity_id)
SELECT p.pattern_id, p.days, d, CASE p.name WHEN 'Day' THEN 540 ELSE 1320 END, 480, a.activity_id
FROM schedule.pattern AS p
CROSS JOIN generate_series(0, 4) AS d
JOIN org.activity AS a ON a.code = CASE p.name WHEN 'Day' THEN 'office' ELSE 'night_duty' END
WHERE d < p.days;
INSERT INTO schedule.contract (staff_id, site_id, pattern_id, anchor, valid, holiday_rule)
SELECT s.staff_id, i.site_id, p.pattern_id, '2030-01-07', '[2030-01-01,)', CASE c.number WHEN 'E4' THEN 'ignore' ELSE 'by_start' END
FROM org.staff AS s
JOIN (VALUES ('E1', 'Berlin', 'Day'), ('E2', 'Berlin', 'Day'), ('E3', 'Tokyo', 'Day'), ('E4', 'Berlin', 'Night'))
    AS c (number, site, pattern) ON c.number = s.employee_number
JOIN org.site AS i ON i.name = c.site
JOIN schedule.pattern AS p ON p.name = c.pattern;
-- A holiday on a Friday: the night watch works all the same.
INSERT INTO org.holiday (site_id, day, name) SELECT i.site_id, '2030-03-08', 'Women''s Day' FROM org.site AS i WHERE i.name = 'Berlin';
-- Anna is sick for two whole days, which others see as leave; she works a Saturday from 10 to 12.
INSERT INTO schedule.request (staff_id, state) SELECT s.staff_id, 'approved' FROM org.staff AS s WHERE s.employee_number = 'E1';
INSERT INTO schedule.adjustment (request_id, staff_id, activity_id, class, starts_at, ends_at, state, note)
SELECT r.request_id, r.staff_id, a.activity_id, a.class, j.starts_at::timestamptz, j.ends_at::timestamptz, 'approved', 'private'
FROM schedule.request AS r
CROSS JOIN (
    VALUES ('sick', '2030-03-04 00:00+01', '2030-03-06 00:00+01'), ('office', '2030-03-09 10:00+01', '2030-03-09 12:00+01')
) AS j (code, starts_at, ends_at)
JOIN org.activity AS a ON a.code = j.code;
-- Support wants somebody on Mondays from 8 to 10, Berlin time: Chie in Tokyo is there until 9.
INSERT INTO schedule.coverage_requirement (unit_id, site_id, weekdays, start_minute, minutes, people)
SELECT u.unit_id, i.site_id, '{1}', 480, 120, 1
FROM org.unit AS u, org.site AS i
WHERE u.name = 'Support' AND i.name = 'Berlin';
