-- The rows of org.holiday as they stand and as they once stood: what a read "as of" an instant chooses from.
CREATE VIEW org.holiday_version WITH (security_invoker = TRUE) AS
SELECT
    holiday_id,
    site_id,
    day,
    name,
    closed,
    source,
    recorded_from,
    NULL::tstzrange AS superseded
FROM org.holiday
UNION ALL
SELECT
    holiday_id,
    site_id,
    day,
    name,
    closed,
    source,
    recorded_from,
    recorded AS superseded
FROM org.holiday_history;
COMMENT ON VIEW org.holiday_version IS
'Present and superseded versions of org.holiday; superseded is null for the present one, else the time in which the version held.';
