-- Acme with two units. The account mole@acme.test reads Open and nothing of Secret. Whatever it must not see has zyx in its
-- texts, or an id above 7,000,000.
SELECT org.ensure_standard_activities();
INSERT INTO org.site_resource (name, time_zone) VALUES ('Berlin', 'Europe/Berlin');
INSERT INTO org.unit_resource (name, parent_id) VALUES ('Acme', NULL), ('Open', 1);
INSERT INTO org.staff_resource (employee_number, name, email, unit_id, "from")
VALUES ('E1', 'Ada', 'ada@acme.test', 2, '2026-01-01'), ('E2', 'Bob', 'bob@acme.test', 2, '2026-01-01');
INSERT INTO schedule.pattern_resource (name, days, lines)
VALUES ('Days', 1, '[{"day": 0, "start": "09:00", "end": "17:00", "activity": "office"}]');
INSERT INTO schedule.contract_resource (staff_id, site_id, pattern_id, anchor, "from")
VALUES (1, 1, 1, '2026-01-01', '2026-01-01'), (2, 1, 1, '2026-01-01', '2026-01-01');
SELECT auth.store_account('mole@acme.test', 'Mole', 'viewer', NULL);
UPDATE auth.role_grant SET unit_id = 2;
DO $$
DECLARE
    counter record;
BEGIN
    FOR counter IN
        SELECT a.attrelid::regclass AS relation, a.attname AS name
        FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid
        WHERE a.attidentity <> '' AND c.relowner = 'strata_owner'::regrole AND c.relnamespace <> 'deploy'::regnamespace
    LOOP
        EXECUTE format('ALTER TABLE %s ALTER COLUMN %I RESTART WITH 7000001', counter.relation, counter.name);
    END LOOP;
END;
$$;
INSERT INTO org.activity_resource (code, name, colour, class, works, available, absent, private, shown_as)
VALUES ('zyx_sick', 'Zyx sick', '#ff0000', 3, FALSE, FALSE, TRUE, TRUE, 'leave');
INSERT INTO org.unit_resource (name, parent_id) VALUES ('Zyx Secret', 1);
INSERT INTO org.staff_resource (employee_number, name, email, unit_id, "from")
SELECT 'Zyx' || n, 'Zyx ' || n, 'zyx' || n || '@acme.test', 7000001, '2026-01-01' FROM generate_series(1, 5) AS n;
INSERT INTO org.secondment_resource (staff_id, unit_id, "from", "to") VALUES (7000005, 1, '2026-03-01', '2026-04-01');
INSERT INTO schedule.contract_resource (staff_id, site_id, pattern_id, anchor, "from")
SELECT s.id, 1, 1, '2026-01-01', '2026-01-01' FROM org.staff_resource AS s WHERE s.id > 7000000;
SELECT schedule.store_approved_request(
    s.id, '[{"activity": "zyx_sick", "start": "2026-06-01T08:00:00Z", "end": "2026-06-01T12:00:00Z", "note": "zyx note"}]', 'zyx reason'
) FROM org.staff_resource AS s;
INSERT INTO schedule.preset_resource (name, staff_id, lines)
VALUES ('zyx preset', 7000001, '[{"day": 0, "start": "13:00", "end": "17:00", "activity": "zyx_sick", "note": "zyx"}]');
INSERT INTO schedule.duty_resource (name, day, staff_id, unit_id) VALUES ('zyx duty', '2026-06-01', 7000001, 7000001);
INSERT INTO schedule.coverage_requirement_resource (unit_id, site_id, weekdays, start, "end", people)
VALUES (7000001, 1, '{1}', '08:00', '18:00', 7);
SELECT import.open_batch('staff', 'strata', 'zyx.csv', 'zyx', '{}', '{}');
SELECT auth.store_account('zyx@acme.test', 'Zyx', 'manager', 'zyx hash');
