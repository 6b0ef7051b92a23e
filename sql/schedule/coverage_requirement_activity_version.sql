-- The rows of schedule.coverage_requirement_activity as they stand and as they once stood.
CREATE VIEW schedule.coverage_requirement_activity_version WITH (security_invoker = TRUE) AS
SELECT
    coverage_requirement_id,
    activity_id,
    recorded_from,
    NULL::tstzrange AS superseded
FROM schedule.coverage_requirement_activity
UNION ALL
SELECT
    coverage_requirement_id,
    activity_id,
    recorded_from,
    recorded AS superseded
FROM schedule.coverage_requirement_activity_history;
COMMENT ON VIEW schedule.coverage_requirement_activity_version IS
'Present and superseded versions of schedule.coverage_requirement_activity; superseded is null for the present
one, else the time in which the version held.';
