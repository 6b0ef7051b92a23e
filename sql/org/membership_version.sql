-- The rows of org.membership as they stand and as they once stood: what a read "as of" an instant chooses from.
CREATE VIEW org.membership_version WITH (security_invoker = TRUE) AS
SELECT
    membership_id,
    staff_id,
    unit_id,
    valid,
    recorded_from,
    NULL::tstzrange AS superseded
FROM org.membership
UNION ALL
SELECT
    membership_id,
    staff_id,
    unit_id,
    valid,
    recorded_from,
    recorded AS superseded
FROM org.membership_history;
COMMENT ON VIEW org.membership_version IS
'Present and superseded versions of org.membership; superseded is null for the present one, else the time in which the version held.';
