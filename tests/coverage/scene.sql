-- Two sites, and a night in which the clock of one of them goes back: Berlin, 2026-10-25 at 3:00.
UPDATE org.settings SET time_zone = 'Europe/Berlin';
INSERT INTO org.site (name, time_zone) VALUES ('Berlin', 'Europe/Berlin'), ('Tokyo', 'Asia/Tokyo');
SELECT org.ensure_standard_activities();
INSERT INTO org.unit (parent_id, name) VALUES (NULL, 'Acme'), (1, 'Desk'), (1, 'Field'), (2, 'Night desk');
INSERT INTO org.staff (employee_number, name) VALUES ('1', 'Ada'), ('2', 'Bob'), ('3', 'Cyd'), ('4', 'Dee');
INSERT INTO org.membership (staff_id, unit_id, valid) VALUES
    (1, 2, '[2026-01-01,)'), (2, 4, '[2026-01-01,)'), (3, 3, '[2026-01-01,)'), (4, 2, '[2026-01-01,)');
-- Cyd is lent to the desk for the 25th.
INSERT INTO org.secondment (staff_id, unit_id, valid) VALUES (3, 2, '[2026-10-25,2026-10-26)');
INSERT INTO schedule.pattern (name, days) VALUES ('Nights', 1), ('Days', 1);
INSERT INTO schedule.pattern_line (pattern_id, days, day, start_minute, minutes, activity_id)
SELECT p.pattern_id, 1, 0, CASE p.name WHEN 'Nights' THEN 1320 ELSE 540 END, 480, a.activity_id
FROM schedule.pattern AS p, org.activity AS a WHERE a.code = 'office';
-- Ada, Bob and Cyd work from 22:00 to 6:00 in Berlin, Dee from 9:00 to 17:00 in Tokyo (2:00 to 9:00 or 10:00 in Berlin).
INSERT INTO schedule.contract (staff_id, site_id, pattern_id, anchor, valid) VALUES
    (1, 1, 1, '2026-01-01', '[2026-01-01,)'), (2, 1, 1, '2026-01-01', '[2026-01-01,)'),
    (3, 1, 1, '2026-01-01', '[2026-01-01,)'), (4, 2, 2, '2026-01-01', '[2026-01-01,)');
-- Bob meets from 23:00 to 23:30 UTC.
SELECT schedule.store_approved_request(
    2, '[{"activity": "meeting", "start": "2026-10-24T23:00:00Z", "end": "2026-10-24T23:30:00Z"}]'
);
