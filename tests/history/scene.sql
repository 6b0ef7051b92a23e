-- Acme > North (Desk, Line) and South (Night). People 1 to 16 stay where they are; 17 to 24 are moved.
UPDATE org.settings SET organisation_name = 'Acme', time_zone = 'Europe/Berlin';
INSERT INTO org.site (name, time_zone) VALUES ('Berlin', 'Europe/Berlin');
INSERT INTO org.activity (code, name, colour, class, works, available, absent, private, shown_as) VALUES
    ('office', 'Office', '#336699', 1, TRUE, TRUE, FALSE, FALSE, NULL),
    ('remote', 'Remote', '#669933', 1, TRUE, TRUE, FALSE, FALSE, NULL),
    ('meeting', 'Meeting', '#993366', 2, TRUE, FALSE, FALSE, FALSE, NULL),
    ('leave', 'Leave', '#999999', 3, FALSE, FALSE, TRUE, FALSE, NULL);
INSERT INTO org.activity (code, name, colour, class, works, available, absent, private, shown_as)
SELECT 'sick', 'Sick', '#999900', 3, FALSE, FALSE, TRUE, TRUE, activity_id
FROM org.activity
WHERE code = 'leave';
INSERT INTO org.unit (parent_id, name) VALUES
    (NULL, 'Acme'), (1, 'North'), (1, 'South'), (2, 'Desk'), (2, 'Line'), (3, 'Night');
INSERT INTO org.staff (employee_number, name) SELECT 'N' || number, 'Person ' || number FROM generate_series(1, 24) AS number;
INSERT INTO org.membership (staff_id, unit_id, valid)
SELECT number, (ARRAY[3, 4, 5, 6])[1 + number % 4], '[2026-01-01,)' FROM generate_series(1, 24) AS number;
INSERT INTO schedule.pattern (name, days) VALUES ('Weekdays 9 to 5', 7);
INSERT INTO schedule.pattern_line (pattern_id, days, day, start_minute, minutes, activity_id)
SELECT 1, 7, day, 540, 480, 1 FROM generate_series(0, 4) AS day;
INSERT INTO schedule.contract (staff_id, site_id, pattern_id, anchor, valid)
SELECT number, 1, 1, '2026-01-05', '[2026-01-01,)' FROM generate_series(1, 24) AS number;
-- What a bulk change writes to.
INSERT INTO schedule.request (staff_id, state) VALUES (13, 'approved');
