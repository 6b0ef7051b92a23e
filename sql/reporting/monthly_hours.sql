-- As in reporting.effective_segment: filters reach the dates, and the groups of units.
CREATE VIEW reporting.monthly_hours WITH (security_invoker = TRUE) AS
SELECT
    d.day AS month_start,
    p.staff_id,
    u.unit_id,
    s.site_id,
    s.contracted_minutes,
    s.worked_minutes,
    s.absent_minutes,
    s.available_minutes,
    greatest(s.worked_minutes + s.absent_minutes - s.contracted_minutes, 0) AS over_minutes,
    greatest(s.contracted_minutes - s.absent_minutes - s.worked_minutes, 0) AS under_minutes
FROM org.calendar_day AS d
CROSS JOIN reporting.small_unit_groups AS n
CROSS JOIN LATERAL reporting.units_hours(n.unit_ids, d.day, (d.day + interval '1 month')::date) AS s
INNER JOIN reporting.unit_member AS p ON s.staff_id = p.staff_id AND s.unit_id = p.unit_id
INNER JOIN reporting.unit_group AS u ON p.unit_id = u.unit_id AND n.small_group_number = u.small_group_number
WHERE extract(DAY FROM d.day) = 1;
COMMENT ON VIEW reporting.monthly_hours IS
'The minutes of each person and calendar month; who changes unit or site in a month has a row for each.';
COMMENT ON COLUMN reporting.monthly_hours.month_start IS 'First day of the month.';
COMMENT ON COLUMN reporting.monthly_hours.staff_id IS 'The person.';
COMMENT ON COLUMN reporting.monthly_hours.unit_id IS 'Where the person is counted in that time.';
COMMENT ON COLUMN reporting.monthly_hours.site_id IS 'The site of the person''s contract in that time; null without one.';
COMMENT ON COLUMN reporting.monthly_hours.contracted_minutes IS 'Working minutes of the contract alone, after holidays.';
COMMENT ON COLUMN reporting.monthly_hours.worked_minutes IS 'Minutes of activities that count as working time.';
COMMENT ON COLUMN reporting.monthly_hours.absent_minutes IS 'Contracted minutes in which the person is absent.';
COMMENT ON COLUMN reporting.monthly_hours.available_minutes IS 'Minutes in which the person is available.';
COMMENT ON COLUMN reporting.monthly_hours.over_minutes IS
'Worked minutes of the month beyond what the contract asks for less absences.';
COMMENT ON COLUMN reporting.monthly_hours.under_minutes IS
'Minutes of the month missing to what the contract asks for less absences.';
GRANT SELECT ON reporting.monthly_hours TO strata_bi;
