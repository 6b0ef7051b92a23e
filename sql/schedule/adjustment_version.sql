-- The rows of schedule.adjustment as they stand and as they once stood: what a read "as of" an instant chooses from.
CREATE VIEW schedule.adjustment_version WITH (security_invoker = TRUE) AS
SELECT
    adjustment_id,
    request_id,
    staff_id,
    activity_id,
    class,
    starts_at,
    ends_at,
    during,
    state,
    note,
    recorded_from,
    NULL::tstzrange AS superseded
FROM schedule.adjustment
UNION ALL
SELECT
    adjustment_id,
    request_id,
    staff_id,
    activity_id,
    class,
    starts_at,
    ends_at,
    during,
    state,
    note,
    recorded_from,
    recorded AS superseded
FROM schedule.adjustment_history;
COMMENT ON VIEW schedule.adjustment_version IS
'Present and superseded versions of schedule.adjustment; superseded is null for the present one, else the time in which the version held.';
