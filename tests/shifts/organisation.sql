-- Acme (1) > Ward (2) > Night (4), Acme > Office (3). Everybody works every day from 9:00 to 17:00 in Berlin, in summer from 7:00 to
-- 15:00 UTC. Ann (1) manages the Ward, Ben (2) and ten others (11 to 20) work there, Cat (3) at Night; Dan (4) works in the Office,
-- which Eli (5) manages; Fay (6) of the Office is lent to the Ward on the 3rd of June 2030. Vic reads the Ward.
UPDATE org.settings SET time_zone = 'Europe/Berlin';
SELECT org.ensure_standard_activities();
INSERT INTO org.activity (code, name, colour, class, works, available, absent, private, shown_as)
SELECT 'council', 'Council', '#123456', 2, TRUE, FALSE, FALSE, TRUE, a.activity_id FROM org.activity AS a WHERE a.code = 'meeting';
INSERT INTO org.site (name, time_zone) VALUES ('Berlin', 'Europe/Berlin');
INSERT INTO org.unit (parent_id, name) VALUES (NULL, 'Acme'), (1, 'Ward'), (1, 'Office'), (2, 'Night');
INSERT INTO org.staff (employee_number, name) VALUES ('1', 'Ann'), ('2', 'Ben'), ('3', 'Cat'), ('4', 'Dan'), ('5', 'Eli'), ('6', 'Fay');
INSERT INTO org.staff (employee_number, name) SELECT n::text, 'Nurse ' || n FROM generate_series(7, 20) AS g (n) ORDER BY g.n;
INSERT INTO org.membership (staff_id, unit_id, valid)
SELECT s.staff_id, CASE s.staff_id WHEN 3 THEN 4 WHEN 4 THEN 3 WHEN 5 THEN 3 WHEN 6 THEN 3 ELSE 2 END, '[2026-01-01,)' FROM org.staff AS s;
INSERT INTO org.secondment (staff_id, unit_id, valid) VALUES (6, 2, '[2030-06-03,2030-06-04)');
INSERT INTO schedule.pattern (name, days) VALUES ('Daily', 1);
INSERT INTO schedule.pattern_line (pattern_id, days, day, start_minute, minutes, activity_id)
SELECT 1, 1, 0, 540, 480, a.activity_id FROM org.activity AS a WHERE a.code = 'office';
INSERT INTO schedule.contract (staff_id, site_id, pattern_id, anchor, valid)
SELECT s.staff_id, 1, 1, '2026-01-01', '[2026-01-01,)' FROM org.staff AS s;
INSERT INTO auth.account (email, name, staff_id)
SELECT lower(split_part(s.name, ' ', 1)) || CASE WHEN s.staff_id > 6 THEN s.employee_number ELSE '' END || '@acme.test', s.name, s.staff_id
FROM org.staff AS s
ORDER BY s.staff_id;
INSERT INTO auth.account (email, name) VALUES ('vic@acme.test', 'Vic');
INSERT INTO auth.role_grant (account_id, role, unit_id)
SELECT
    a.account_id,
    CASE a.name WHEN 'Ann' THEN 'manager' WHEN 'Eli' THEN 'manager' WHEN 'Vic' THEN 'viewer' ELSE 'staff' END,
    coalesce((SELECT m.unit_id FROM org.membership AS m WHERE m.staff_id = a.staff_id), 2)
FROM auth.account AS a;
INSERT INTO auth.credential (account_id, password_hash) SELECT a.account_id, 'later' FROM auth.account AS a;
