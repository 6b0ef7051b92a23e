-- Acme (1) > North (2) > North East (3); Acme > South (4). Everybody works from 8 to 16 in UTC; the organisation is in Tokyo.
UPDATE org.settings SET organisation_name = 'Acme', time_zone = 'Asia/Tokyo';
INSERT INTO org.activity (activity_id, code, name, colour, class, works, available, absent) OVERRIDING SYSTEM VALUE VALUES
(1, 'office', 'Office', '#336699', 1, TRUE, TRUE, FALSE),
(2, 'remote', 'Remote', '#336699', 1, TRUE, TRUE, FALSE),
(3, 'meeting', 'Meeting', '#336699', 2, TRUE, FALSE, FALSE),
(4, 'training', 'Training', '#336699', 2, TRUE, FALSE, FALSE),
(8, 'leave', 'Leave', '#336699', 3, FALSE, FALSE, TRUE),
(9, 'off', 'Off', '#336699', 3, FALSE, FALSE, TRUE);
INSERT INTO org.site (name, time_zone) VALUES ('Office', 'UTC');
INSERT INTO org.unit (parent_id, name) VALUES (NULL, 'Acme'), (1, 'North'), (2, 'North East'), (1, 'South');
INSERT INTO schedule.pattern (name, days) VALUES ('Daily', 1);
INSERT INTO schedule.pattern_line (pattern_id, days, day, start_minute, minutes, activity_id) VALUES (1, 1, 0, 480, 480, 1);
