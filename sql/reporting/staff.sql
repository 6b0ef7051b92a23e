CREATE VIEW reporting.staff WITH (security_invoker = TRUE) AS
SELECT
    s.staff_id,
    s.employee_number,
    s.name,
    a.unit_id,
    a.seconded,
    m.first_day,
    m.end_day
FROM reporting.people() AS s
LEFT JOIN org.assignment AS a
    ON
        s.staff_id = a.staff_id
        AND a.valid @> (SELECT (now() AT TIME ZONE o.time_zone)::date FROM org.settings AS o)
CROSS JOIN LATERAL (
    SELECT
        min(lower(h.valid)) AS first_day,
        nullif(max(coalesce(upper(h.valid), 'infinity')), 'infinity') AS end_day
    FROM org.membership AS h
    WHERE h.staff_id = s.staff_id
) AS m;
COMMENT ON VIEW reporting.staff IS
'Everybody who is or was scheduled.';
COMMENT ON COLUMN reporting.staff.staff_id IS 'The person.';
COMMENT ON COLUMN reporting.staff.employee_number IS 'Employee number.';
COMMENT ON COLUMN reporting.staff.name IS 'Name.';
COMMENT ON COLUMN reporting.staff.unit_id IS
'Where the person is counted today: the home unit, or the destination of a secondment; null: nowhere.';
COMMENT ON COLUMN reporting.staff.seconded IS 'Whether unit_id is the destination of a secondment.';
COMMENT ON COLUMN reporting.staff.first_day IS 'First day of the first membership in a unit.';
COMMENT ON COLUMN reporting.staff.end_day IS 'The day after the last day of the last membership; null while no end is known.';
GRANT SELECT ON reporting.staff TO strata_bi;
