-- A small organisation in Tokyo: Acme > Sales, Operations > Night. Monday is 2026-11-23.
UPDATE org.settings SET organisation_name = 'Acme', time_zone = 'Asia/Tokyo';
SELECT auth.store_account(g.email, g.name, g.role, NULL)
FROM (VALUES ('viewer@acme.test', 'Vic', 'viewer'), ('admin@acme.test', 'Ana', 'admin')) AS g (email, name, role);
INSERT INTO org.site (name, time_zone) VALUES ('Tokyo', 'Asia/Tokyo');
INSERT INTO org.activity (code, name, colour, class, works, available, absent) VALUES
    ('office', 'Office', '#336699', 1, TRUE, TRUE, FALSE),
    ('remote', 'Remote', '#669933', 1, TRUE, TRUE, FALSE),
    ('meeting', 'Meeting', '#993366', 2, TRUE, FALSE, FALSE),
    ('leave', 'Leave', '#999999', 3, FALSE, FALSE, TRUE);
INSERT INTO org.unit (parent_id, name) VALUES (NULL, 'Acme'), (1, 'Sales'), (1, 'Operations'), (3, 'Night');
INSERT INTO org.staff (employee_number, name, email) VALUES
    ('A1', 'Ada "the first" Ōno', 'ada@acme.test'),
    ('B2', 'Bob', NULL),
    ('C3', 'Cyd', NULL),
    ('D4', 'Dee', NULL),
    ('E5', 'Eve', NULL);
INSERT INTO org.membership (staff_id, unit_id, valid) VALUES
    (1, 2, '[2026-01-01,)'),
    (2, 3, '[2026-01-01,)'),
    (3, 4, '[2026-01-01,)'),
    (4, 2, '[2026-01-01,)'),
    (5, 2, '[2026-01-01,2026-07-01)');
-- Dee is lent to Operations on Tuesday.
INSERT INTO org.secondment (staff_id, unit_id, valid) VALUES (4, 3, '[2026-11-24,2026-11-25)');
INSERT INTO schedule.pattern (name, days) VALUES ('Weekdays 9 to 5', 7);
INSERT INTO schedule.pattern_line (pattern_id, days, day, start_minute, minutes, activity_id)
SELECT 1, 7, day, 540, 480, 1 FROM generate_series(0, 4) AS day;
INSERT INTO schedule.contract (staff_id, site_id, pattern_id, anchor, valid)
SELECT staff_id, 1, 1, '2026-01-05', '[2026-01-01,)' FROM unnest(ARRAY[1, 2, 4]) AS staff_id;
-- Ada meets on Monday from 10:00 to 11:00 in Tokyo.
SELECT schedule.store_approved_request(
    1, '[{"activity": "meeting", "start": "2026-11-23T01:00:00Z", "end": "2026-11-23T02:00:00Z", "note": "Room 5"}]',
    'Quarter', 2, 2
);
