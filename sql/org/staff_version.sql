-- The rows of org.staff as they stand and as they once stood: what a read "as of" an instant chooses from.
CREATE VIEW org.staff_version WITH (security_invoker = TRUE) AS
SELECT
    staff_id,
    employee_number,
    name,
    email,
    recorded_from,
    NULL::tstzrange AS superseded
FROM org.staff
UNION ALL
SELECT
    staff_id,
    employee_number,
    name,
    email,
    recorded_from,
    recorded AS superseded
FROM org.staff_history;
COMMENT ON VIEW org.staff_version IS
'Present and superseded versions of org.staff; superseded is null for the present one, else the time in which the version held.';
