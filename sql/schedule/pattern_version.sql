-- The rows of schedule.pattern as they stand and as they once stood: what a read "as of" an instant chooses from.
CREATE VIEW schedule.pattern_version WITH (security_invoker = TRUE) AS
SELECT
    pattern_id,
    name,
    days,
    recorded_from,
    NULL::tstzrange AS superseded
FROM schedule.pattern
UNION ALL
SELECT
    pattern_id,
    name,
    days,
    recorded_from,
    recorded AS superseded
FROM schedule.pattern_history;
COMMENT ON VIEW schedule.pattern_version IS
'Present and superseded versions of schedule.pattern; superseded is null for the present one, else the time in which the version held.';
