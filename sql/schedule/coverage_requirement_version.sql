-- The rows of schedule.coverage_requirement as they stand and as they once stood: what a read "as of" an instant chooses from.
CREATE VIEW schedule.coverage_requirement_version WITH (security_invoker = TRUE) AS
SELECT
    coverage_requirement_id,
    unit_id,
    site_id,
    weekdays,
    dates,
    start_minute,
    minutes,
    people,
    valid,
    recorded_from,
    NULL::tstzrange AS superseded
FROM schedule.coverage_requirement
UNION ALL
SELECT
    coverage_requirement_id,
    unit_id,
    site_id,
    weekdays,
    dates,
    start_minute,
    minutes,
    people,
    valid,
    recorded_from,
    recorded AS superseded
FROM schedule.coverage_requirement_history;
COMMENT ON VIEW schedule.coverage_requirement_version IS
'Present and superseded versions of schedule.coverage_requirement; superseded is null for the present
one, else the time in which the version held.';
