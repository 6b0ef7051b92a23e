-- The rows of org.secondment as they stand and as they once stood: what a read "as of" an instant chooses from.
CREATE VIEW org.secondment_version WITH (security_invoker = TRUE) AS
SELECT
    secondment_id,
    staff_id,
    unit_id,
    valid,
    recorded_from,
    NULL::tstzrange AS superseded
FROM org.secondment
UNION ALL
SELECT
    secondment_id,
    staff_id,
    unit_id,
    valid,
    recorded_from,
    recorded AS superseded
FROM org.secondment_history;
COMMENT ON VIEW org.secondment_version IS
'Present and superseded versions of org.secondment; superseded is null for the present one, else the time in which the version held.';
