-- A small organisation in which every table has rows of the unit that the tests are about, and rows of others:
-- Acme (1) > Sales (2) > Counter (4), Operations (3); the unit is Sales. People: Ada (1) signs in as staff of Sales, Max (2) as its manager,
-- Cyd (3) and Fay (6) are colleagues of theirs; Dee (4) works in Operations, Eve (5) manages it.
SELECT org.ensure_standard_activities();
INSERT INTO org.activity (code, name, colour, class, works, available, absent, private, shown_as)
SELECT g.code, g.code || ' name', '#123456', 3, FALSE, FALSE, TRUE, TRUE, a.activity_id
FROM org.activity AS a
CROSS JOIN unnest('{zz_secret,zz_cyd}'::text[]) AS g (code)
WHERE a.code = 'leave';
INSERT INTO org.site (name, time_zone) VALUES ('Berlin', 'Europe/Berlin');
INSERT INTO org.holiday (site_id, day, name) VALUES (1, '2030-12-25', 'Christmas');
INSERT INTO org.unit (parent_id, name) VALUES (NULL, 'Acme'), (1, 'Sales'), (1, 'Operations'), (2, 'Counter');
INSERT INTO org.staff (employee_number, name, email) VALUES
('A1', 'Ada', 'ada@acme.test'), ('M2', 'Max', NULL), ('C3', 'Cyd', 'cyd@acme.test'), ('D4', 'Dee', NULL), ('E5', 'Eve', NULL), ('F6', 'Fay', NULL);
INSERT INTO org.membership (staff_id, unit_id, valid) VALUES
(1, 2, '[2020-01-01,)'), (2, 2, '[2020-01-01,)'), (3, 2, '[2020-01-01,)'), (4, 3, '[2020-01-01,)'), (5, 3, '[2020-01-01,)'), (6, 2, '[2020-01-01,)');
INSERT INTO org.secondment (staff_id, unit_id, valid) VALUES (3, 1, '[2030-01-01,2030-02-01)'), (4, 1, '[2030-01-01,2030-02-01)');
INSERT INTO schedule.pattern (name, days) VALUES ('Daily', 1), ('Cyd''s', 1);
INSERT INTO schedule.pattern_line (pattern_id, days, day, start_minute, minutes, activity_id)
SELECT 1, 1, 0, 540, 480, a.activity_id FROM org.activity AS a WHERE a.code = 'office';
INSERT INTO schedule.pattern_line (pattern_id, days, day, start_minute, minutes, activity_id)
SELECT 2, 1, 0, 1200, 60, a.activity_id FROM org.activity AS a WHERE a.code = 'zz_cyd';
INSERT INTO schedule.contract (staff_id, site_id, pattern_id, anchor, valid)
SELECT s.staff_id, 1, CASE s.staff_id WHEN 3 THEN 2 ELSE 1 END, '2020-01-01', '[2020-01-01,2040-01-01)' FROM org.staff AS s;
INSERT INTO schedule.preset (name, staff_id, unit_id) VALUES
('Everybody', NULL, NULL), ('Of Sales', NULL, 2), ('Of Operations', NULL, 3), ('Of Ada', 1, NULL), ('Of Eve', 5, NULL);
INSERT INTO schedule.preset_line (preset_id, day_offset, start_minute, minutes, activity_id, class, note)
SELECT p.preset_id, 0, 540, 60, a.activity_id, a.class, 'zz_preset'
FROM schedule.preset AS p
CROSS JOIN org.activity AS a
WHERE a.code = 'zz_secret';
INSERT INTO schedule.duty (name, day, staff_id, unit_id, note) VALUES
('Fax', '2030-06-03', 3, 2, 'zz_note_3'), ('Fax', '2030-06-03', 4, 3, 'zz_note_4');
INSERT INTO schedule.coverage_requirement (unit_id, site_id, weekdays, start_minute, minutes, people) VALUES
(2, 1, '{1,2,3,4,5}', 600, 60, 2), (3, 1, '{1,2,3,4,5}', 600, 60, 2);
INSERT INTO schedule.coverage_requirement_activity (coverage_requirement_id, activity_id)
SELECT r.coverage_requirement_id, a.activity_id
FROM schedule.coverage_requirement AS r
CROSS JOIN org.activity AS a
WHERE a.code = 'office';
SELECT schedule.store_approved_request(
    s.staff_id,
    jsonb_build_array(jsonb_build_object(
        'activity', CASE s.staff_id WHEN 3 THEN 'zz_cyd' ELSE 'zz_secret' END,
        'start', '2030-06-03T08:00:00Z',
        'end', '2030-06-03T10:00:00Z',
        'note', 'zz_note_' || s.staff_id
    )),
    'zz_reason_' || s.staff_id
)
FROM org.staff AS s
ORDER BY s.staff_id;
-- What is still to be decided about Cyd and Dee.
INSERT INTO schedule.request (staff_id, state, reason)
SELECT s.staff_id, 'pending', 'zz_reason_' || s.staff_id FROM org.staff AS s WHERE s.staff_id IN (3, 4);
INSERT INTO approval.step (request_id, place, deciders, quorum, unit_id, state, on_deadline)
SELECT r.request_id, 0, 'unit_managers', 'any', CASE r.staff_id WHEN 3 THEN 2 ELSE 3 END, 'pending', 'escalate'
FROM schedule.request AS r
WHERE r.state = 'pending';
INSERT INTO import.profile (name, kind, definition) VALUES ('payroll', 'staff', '{}');
INSERT INTO import.batch (kind, profile, file_name, file_hash, options, labels, ignored)
VALUES ('staff', '', 'staff.csv', 'x', '{}', '{}', '{}');
INSERT INTO import.file_row (batch_id, ordinal, line, data) VALUES (1, 1, 2, '{"name": "zz_file"}');
INSERT INTO import.fault (batch_id, ordinal, field, reason) VALUES (1, 1, 'name', 'zz_file');
INSERT INTO import.step (batch_id, ordinal, noun, body, outcome) VALUES (1, 1, 'staff', '{"name": "zz_file"}', 'created');
INSERT INTO auth.account (email, name, staff_id) VALUES
('viewer@acme.test', 'Vic', NULL),
('staff@acme.test', 'Ada', 1),
('manager@acme.test', 'Max', 2),
('sibling@acme.test', 'Eve', 5),
('admin@acme.test', 'Ana', NULL);
INSERT INTO auth.role_grant (account_id, role, unit_id)
SELECT a.account_id, g.role, g.unit_id
FROM (
    VALUES
    ('viewer', 'viewer', 3), ('staff', 'staff', 2), ('manager', 'manager', 2), ('sibling', 'manager', 3), ('admin', 'admin', NULL)
) AS g (name, role, unit_id)
JOIN auth.account AS a ON a.email = g.name || '@acme.test';
-- Max hands his right to decide to Ada, Ana hers to Eve; a rule for each unit.
INSERT INTO approval.decision (request_id, step_id, verdict, account_id, comment)
SELECT s.request_id, s.step_id, 'approve', a.account_id, 'zz_comment'
FROM approval.step AS s
CROSS JOIN auth.account AS a
WHERE a.email = 'admin@acme.test';
INSERT INTO schedule.cancellation (request_id, cancelled_id)
SELECT p.request_id, a.request_id
FROM schedule.request AS p
JOIN schedule.request AS a ON a.staff_id = p.staff_id AND a.state = 'approved'
WHERE p.state = 'pending';
INSERT INTO approval.delegation (account_id, delegate_id, during)
SELECT a.account_id, d.account_id, '[2030-01-01,2030-02-01)'
FROM auth.account AS a
JOIN auth.account AS d ON (a.email, d.email) IN (('manager@acme.test', 'staff@acme.test'), ('admin@acme.test', 'sibling@acme.test'));
INSERT INTO approval.rule (name, unit_id, activity_id)
SELECT 'Of ' || u.name, u.unit_id, CASE u.name WHEN 'Acme' THEN a.activity_id END
FROM org.unit AS u
CROSS JOIN org.activity AS a
WHERE a.code = 'zz_secret';
INSERT INTO approval.rule_step (rule_id, place, deciders) SELECT r.rule_id, 0, 'admins' FROM approval.rule AS r WHERE r.unit_id IS NOT NULL;
INSERT INTO auth.credential (account_id, password_hash) SELECT a.account_id, 'zz_hash' FROM auth.account AS a;
INSERT INTO auth.session (account_id, created_at, last_used_at, expires_at)
SELECT a.account_id, now(), now(), now() + interval '1 hour' FROM auth.account AS a;
INSERT INTO auth.refresh_token (token_hash, session_id, issued_at) SELECT 'zz_token', min(s.session_id), now() FROM auth.session AS s;
INSERT INTO auth.recovery_code (account_id, code_hash) SELECT a.account_id, 'zz_code' FROM auth.account AS a;
SELECT auth.queue_password_mail(a.account_id, 'first_password') FROM auth.account AS a;
INSERT INTO audit.idempotency_key (account_id, key, fingerprint, answer, claimed_at)
SELECT a.account_id, 'key', 'zz_print', '{"note": "zz_answer"}', now() FROM auth.account AS a;
INSERT INTO audit.erasure (staff_id, entries) VALUES (5, '{}');
INSERT INTO auth.reporting_login (login, account_id) SELECT 'somebody_else', min(a.account_id) FROM auth.account AS a;
-- Max offers a shift of Sales that Ada would take, Eve one of Operations for Dee.
INSERT INTO approval.open_shift (unit_id, activity_id, starts_at, ends_at, note, taking, state, offered_by)
SELECT a.unit_id, o.activity_id, '2030-06-04 18:00Z', '2030-06-04 20:00Z', 'zz_shift_' || a.unit_id, 'chosen', 'open', m.account_id
FROM (VALUES (2, 'manager@acme.test'), (3, 'sibling@acme.test')) AS a (unit_id, email)
JOIN auth.account AS m ON m.email = a.email
CROSS JOIN org.activity AS o
WHERE o.code = 'office'
ORDER BY a.unit_id;
INSERT INTO approval.open_shift_taker (open_shift_id, staff_id) VALUES (1, 1), (1, 3), (2, 4);
INSERT INTO event.webhook_resource (name, url, account_id)
SELECT 'zz_webhook', 'https://zz.example.org/', a.account_id FROM auth.account AS a WHERE a.email = 'admin@acme.test';
INSERT INTO event.delivery (webhook_id, epoch, pos, type, body, scopes) VALUES (1, 'e', 1, 'staff:updated', '{"note": "zz_body"}', '{all}');
INSERT INTO event.delivery_attempt (delivery_id, attempt, attempted_at, error, milliseconds) VALUES (1, 1, now(), 'zz_error', 1);
