-- The rows of schedule.request as they stand and as they once stood: what a read "as of" an instant chooses from.
CREATE VIEW schedule.request_version WITH (security_invoker = TRUE) AS
SELECT
    request_id,
    staff_id,
    state,
    reason,
    requested_by,
    requested_at,
    decided_by,
    decided_at,
    recorded_from,
    NULL::tstzrange AS superseded
FROM schedule.request
UNION ALL
SELECT
    request_id,
    staff_id,
    state,
    reason,
    requested_by,
    requested_at,
    decided_by,
    decided_at,
    recorded_from,
    recorded AS superseded
FROM schedule.request_history;
COMMENT ON VIEW schedule.request_version IS
'Present and superseded versions of schedule.request; superseded is null for the present one, else the time in which the version held.';
