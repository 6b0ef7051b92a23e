-- What an organisation has that the demo has not: names like formulas, another zone, moves, versions, odd hours.
INSERT INTO org.site (name, time_zone) VALUES ('=Berlin', 'Europe/Berlin'), ('Troll, "far"', 'Antarctica/Troll');
INSERT INTO org.activity (code, name, colour, class, works, available, absent, private, shown_as)
SELECT 'aa_secret', '@Secret', '#010203', 3, FALSE, FALSE, TRUE, TRUE, activity_id FROM org.activity WHERE code = 'leave';
INSERT INTO org.unit (parent_id, name, short_name, colour, display_order)
SELECT unit_id, given.name, given.short_name, given.colour, given.place
FROM org.unit
CROSS JOIN (VALUES
    ('+Sales', '''S', '#a0b0c0', -3), ('a / b', NULL, NULL, 7), ('''Tick', NULL, NULL, 0), (E'two\nlines', NULL, NULL, 0)
) AS given (name, short_name, colour, place)
WHERE parent_id IS NULL;
INSERT INTO org.unit (parent_id, name) SELECT unit_id, 'b' FROM org.unit WHERE name = 'a / b';
INSERT INTO org.staff (employee_number, name, email) VALUES
    ('-1', '=cmd|x', NULL), ('007', '山田 "太郎"', 'y@example.test'), ('É9', E'tab\tin, and; more', NULL);
INSERT INTO org.membership (staff_id, unit_id, valid)
SELECT s.staff_id, u.unit_id, given.valid::daterange
FROM (VALUES
    ('-1', '+Sales', '[2024-01-01,2025-06-01)'), ('-1', 'b', '[2025-06-01,2026-03-01)'), ('-1', '''Tick', '[2026-04-01,)'),
    ('007', 'a / b', '[2024-02-29,)'), ('É9', E'two\nlines', '[2025-01-01,2026-05-01)')
) AS given (number, unit, valid)
JOIN org.staff AS s ON s.employee_number = given.number
JOIN org.unit AS u ON u.name = given.unit;
INSERT INTO schedule.pattern (name, days) VALUES ('=Nights', 4), ('Once', 1), ('Empty', 366);
INSERT INTO schedule.pattern_line (pattern_id, days, day, start_minute, minutes, activity_id, on_clock_change, valid)
SELECT p.pattern_id, p.days, given.day, given.start_minute, given.minutes, a.activity_id, given.rule, given.valid::daterange
FROM (VALUES
    ('=Nights', 3, 1320, 600, 'office', 'elapsed', '(,2026-03-10)'), ('=Nights', 0, 1380, 540, 'remote', 'wall', '(,2026-03-10)'),
    ('=Nights', 3, 1260, 600, 'office', 'wall', '[2026-03-10,2026-04-01)'), ('=Nights', 3, 1200, 720, 'remote', 'wall', '[2026-04-01,)'),
    ('Once', 0, 0, 1440, 'office', 'wall', '(,)')
) AS given (pattern, day, start_minute, minutes, activity, rule, valid)
JOIN schedule.pattern AS p ON p.name = given.pattern
JOIN org.activity AS a ON a.code = given.activity;
INSERT INTO schedule.contract (staff_id, site_id, pattern_id, anchor, valid, holiday_rule)
SELECT s.staff_id, w.site_id, p.pattern_id, given.anchor::date, given.valid::daterange, given.rule
FROM (VALUES
    ('-1', '=Berlin', '=Nights', '2026-01-03', '[2025-01-01,2026-03-15)', 'by_minute'),
    ('-1', 'Troll, "far"', 'Once', '2020-01-01', '[2026-03-20,)', 'ignore'),
    ('007', 'Troll, "far"', '=Nights', '2026-02-01', '[2026-02-01,)', 'by_start')
) AS given (number, site, pattern, anchor, valid, rule)
JOIN org.staff AS s ON s.employee_number = given.number
JOIN org.site AS w ON w.name = given.site
JOIN schedule.pattern AS p ON p.name = given.pattern;
INSERT INTO org.holiday (site_id, day, name, closed)
SELECT s.site_id, given.day::date, given.name, given.closed::int4range
FROM (VALUES
    ('=Berlin', '2026-03-12', '-morning', '[0,720)'), ('=Berlin', '2026-03-12', '@late', '[1200,1440)'),
    ('Troll, "far"', '2026-03-29', 'Change', '[0,1440)')
) AS given (site, day, name, closed)
JOIN org.site AS s ON s.name = given.site;
INSERT INTO schedule.coverage_requirement (unit_id, site_id, weekdays, dates, start_minute, minutes, people, valid)
SELECT u.unit_id, s.site_id, given.weekdays::smallint[], given.dates::date[], given.start_minute, given.minutes, 2, given.valid::daterange
FROM (VALUES
    ('b', '{1,3,7}', NULL, 1320, 600, '(,)'), ('+Sales', NULL, '{2026-03-01,2026-03-29}', 0, 1440, '[2026-01-01,2026-12-31)')
) AS given (unit, weekdays, dates, start_minute, minutes, valid)
JOIN org.unit AS u ON u.name = given.unit
CROSS JOIN (SELECT site_id FROM org.site WHERE name = '=Berlin') AS s;
INSERT INTO schedule.coverage_requirement_activity (coverage_requirement_id, activity_id)
SELECT r.coverage_requirement_id, a.activity_id
FROM schedule.coverage_requirement AS r
JOIN org.activity AS a ON a.code IN ('office', 'remote')
WHERE r.weekdays = '{1,3,7}';
SELECT schedule.store_approved_request(s.staff_id, given.adjustments::jsonb, given.reason, NULL, NULL)
FROM (VALUES
    ('-1', '[{"activity": "meeting", "start": "2026-03-11T01:00:00Z", "end": "2026-03-11T02:30:00Z", "note": "=1+1\r\n''x"},
             {"activity": "aa_secret", "start": "2026-03-11T00:00:00Z", "end": "2026-03-13T00:00:00Z"}]', '@because'),
    ('É9', '[{"activity": "training", "start": "2026-03-29T00:30:00Z", "end": "2026-03-29T01:30:00Z", "note": " , ; \" "}]', NULL)
) AS given (number, adjustments, reason)
JOIN org.staff AS s ON s.employee_number = given.number;
INSERT INTO schedule.preset (name, category, display_order, staff_id, unit_id)
SELECT given.name, given.category, given.place, s.staff_id, u.unit_id
FROM (VALUES
    ('=Late', NULL, 0, NULL, NULL), ('=Late', '+Shifts', 2, '-1', NULL), ('=Late', NULL, -1, NULL, 'b')
) AS given (name, category, place, number, unit)
LEFT JOIN org.staff AS s ON s.employee_number = given.number
LEFT JOIN org.unit AS u ON u.name = given.unit;
INSERT INTO schedule.preset_line (preset_id, day_offset, start_minute, minutes, activity_id, class, note)
SELECT p.preset_id, given.day_offset, given.start_minute, given.minutes, a.activity_id, a.class, given.note
FROM (VALUES (0, 1320, 480, 'office', '@night'), (0, 1320, 60, 'meeting', NULL), (1, 0, 1440, 'leave', 'a, b'))
    AS given (day_offset, start_minute, minutes, activity, note)
JOIN org.activity AS a ON a.code = given.activity
CROSS JOIN schedule.preset AS p
WHERE p.name = '=Late';
INSERT INTO schedule.duty (name, day, staff_id, unit_id, note, start_minute, minutes)
SELECT given.name, given.day::date, s.staff_id, u.unit_id, given.note, given.start_minute, given.minutes
FROM (VALUES
    ('+Fax', '2026-03-11', '007', NULL, '-', NULL, NULL), ('+Fax', '2026-03-11', '-1', 'b', NULL, 1380, 120),
    ('Lunch', '2026-02-28', '007', 'b', '"', 690, 30),
    ('Lunch', '2026-03-11', '-1', 'b', NULL, 720, 660)
) AS given (name, day, number, unit, note, start_minute, minutes)
JOIN org.staff AS s ON s.employee_number = given.number
LEFT JOIN org.unit AS u ON u.name = given.unit;
