CREATE VIEW reporting.assignment WITH (security_invoker = TRUE) AS
SELECT
    a.staff_id,
    a.unit_id,
    lower(a.valid) AS first_day,
    upper(a.valid) AS end_day,
    a.seconded
FROM org.assignment AS a;
COMMENT ON VIEW reporting.assignment IS
'In which unit a person is counted when: the home unit, but for the days of a secondment its destination.';
COMMENT ON COLUMN reporting.assignment.staff_id IS 'The person.';
COMMENT ON COLUMN reporting.assignment.unit_id IS 'Where the person is counted.';
COMMENT ON COLUMN reporting.assignment.first_day IS 'The first day.';
COMMENT ON COLUMN reporting.assignment.end_day IS 'The day after the last one; null while no end is known.';
COMMENT ON COLUMN reporting.assignment.seconded IS 'Whether the unit is the destination of a secondment.';
GRANT SELECT ON reporting.assignment TO strata_bi;
