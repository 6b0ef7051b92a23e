-- The rows of org.settings as they stand and as they once stood: what a read "as of" an instant chooses from.
CREATE VIEW org.settings_version WITH (security_invoker = TRUE) AS
SELECT
    singleton,
    organisation_name,
    time_zone,
    history_retention_days,
    event_retention_days,
    recorded_from,
    NULL::tstzrange AS superseded
FROM org.settings
UNION ALL
SELECT
    singleton,
    organisation_name,
    time_zone,
    history_retention_days,
    event_retention_days,
    recorded_from,
    recorded AS superseded
FROM org.settings_history;
COMMENT ON VIEW org.settings_version IS
'Present and superseded versions of org.settings; superseded is null for the present one, else the time in which the
version held.';
