-- An organisation of three thousand people in 61 units; triggers would only cost time here.
SET session_replication_role = replica;
INSERT INTO org.unit (unit_id, parent_id, name, recorded_from)
OVERRIDING SYSTEM VALUE
SELECT n, CASE WHEN n = 1 THEN NULL WHEN n <= 11 THEN 1 ELSE 2 + n % 10 END, 'Unit ' || n, '2020-01-01'
FROM generate_series(1, 61) AS n;
INSERT INTO org.staff (staff_id, employee_number, name, recorded_from)
OVERRIDING SYSTEM VALUE
SELECT n, 'T' || n, 'Person ' || n, '2020-01-01' FROM generate_series(6, 3005) AS n;
INSERT INTO org.membership (staff_id, unit_id, valid, recorded_from)
SELECT n, 12 + n % 50, '[2020-01-01,)', '2020-01-01' FROM generate_series(6, 3005) AS n;
INSERT INTO org.secondment (staff_id, unit_id, valid, recorded_from)
SELECT n, 12 + (n + 7) % 50, daterange(current_date - 30, current_date - 20), '2020-01-01'
FROM generate_series(6, 3005, 20) AS n;
INSERT INTO schedule.contract (staff_id, site_id, pattern_id, anchor, valid, recorded_from)
SELECT n, 1, 1 + n % 3, '2020-01-01', '[2020-01-01,)', '2020-01-01' FROM generate_series(6, 3005) AS n;
INSERT INTO schedule.request (request_id, staff_id, state, reason, recorded_from)
OVERRIDING SYSTEM VALUE
SELECT n, 6 + n % 3000, 'approved', 'reason', '2020-01-01' FROM generate_series(1, 60000) AS n;
INSERT INTO schedule.adjustment (request_id, staff_id, activity_id, class, starts_at, ends_at, state, recorded_from)
SELECT
    n, 6 + n % 3000, 4, 3, d.day + interval '9 hours', d.day + interval '12 hours', 'approved', '2020-01-01'
FROM generate_series(1, 60000) AS n
CROSS JOIN LATERAL (SELECT date_trunc('day', now(), 'UTC') + (10 * (n / 3000) - 180) * interval '1 day' AS day) AS d;
INSERT INTO schedule.duty (name, day, staff_id, unit_id, recorded_from)
SELECT 'Duty ' || n % 10, current_date - 1000 + n / 10, 6 + n % 3000, NULL, '2020-01-01'
FROM generate_series(1, 20000) AS n;
INSERT INTO auth.account (account_id, email, name, staff_id, recorded_from)
OVERRIDING SYSTEM VALUE
VALUES
(1, 'viewer@rights.test', 'Viewer', NULL, '2020-01-01'),
(2, 'staff@rights.test', 'Staff', 50, '2020-01-01'),
(3, 'manager@rights.test', 'Manager', 100, '2020-01-01'),
(4, 'admin@rights.test', 'Admin', NULL, '2020-01-01');
INSERT INTO auth.role_grant (account_id, role, unit_id, recorded_from)
VALUES
(1, 'viewer', 12, '2020-01-01'), (2, 'staff', 12, '2020-01-01'), (3, 'manager', 12, '2020-01-01'),
(4, 'admin', NULL, '2020-01-01');
SET session_replication_role = origin;
