-- The rows of org.site as they stand and as they once stood: what a read "as of" an instant chooses from.
CREATE VIEW org.site_version WITH (security_invoker = TRUE) AS
SELECT
    site_id,
    name,
    time_zone,
    recorded_from,
    NULL::tstzrange AS superseded
FROM org.site
UNION ALL
SELECT
    site_id,
    name,
    time_zone,
    recorded_from,
    recorded AS superseded
FROM org.site_history;
COMMENT ON VIEW org.site_version IS
'Present and superseded versions of org.site; superseded is null for the present one, else the time in which the version held.';
