-- One person with one contract and one adjustment, for statements that break a rule.
INSERT INTO org.site (name, time_zone) VALUES ('Berlin', 'Europe/Berlin');
SELECT org.ensure_standard_activities();
INSERT INTO org.unit (parent_id, name) VALUES (NULL, 'Acme'), (1, 'Sales'), (2, 'Shop');
INSERT INTO org.staff (employee_number, name) VALUES ('1', 'Ada'), ('2', 'Bob');
INSERT INTO org.membership (staff_id, unit_id, valid) VALUES (1, 2, '[2026-01-01,)');
INSERT INTO org.secondment (staff_id, unit_id, valid) VALUES (1, 3, '[2026-02-01,2026-03-01)');
INSERT INTO org.holiday (site_id, day, name, closed) VALUES (1, '2026-12-24', 'Eve', '[840,1440)');
INSERT INTO schedule.pattern (name, days) VALUES ('Nights', 2);
INSERT INTO schedule.pattern_line (pattern_id, days, day, start_minute, minutes, activity_id)
VALUES (1, 2, 1, 1320, 480, (SELECT activity_id FROM org.activity WHERE code = 'office'));
INSERT INTO schedule.contract (staff_id, site_id, pattern_id, anchor, valid)
VALUES (1, 1, 1, '2026-01-01', '[2026-01-01,2027-01-01)');
SELECT schedule.store_approved_request(
    1, '[{"activity": "leave", "start": "2026-05-01T00:00:00Z", "end": "2026-05-02T00:00:00Z"}]'
);
