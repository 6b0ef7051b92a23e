-- The rows of schedule.pattern_line as they stand and as they once stood: what a read "as of" an instant chooses from.
CREATE VIEW schedule.pattern_line_version WITH (security_invoker = TRUE) AS
SELECT
    pattern_line_id,
    pattern_id,
    day,
    start_minute,
    minutes,
    activity_id,
    on_clock_change,
    valid,
    recorded_from,
    NULL::tstzrange AS superseded
FROM schedule.pattern_line
UNION ALL
SELECT
    pattern_line_id,
    pattern_id,
    day,
    start_minute,
    minutes,
    activity_id,
    on_clock_change,
    valid,
    recorded_from,
    recorded AS superseded
FROM schedule.pattern_line_history;
COMMENT ON VIEW schedule.pattern_line_version IS
'Present and superseded versions of schedule.pattern_line; superseded is null for the present one, else the time in
which the version held.';
