CREATE VIEW org.settings_resource WITH (security_invoker = TRUE) AS
SELECT
    1::bigint AS id,
    g.organisation_name,
    g.time_zone,
    g.history_retention_days,
    g.event_retention_days,
    (extract(EPOCH FROM g.recorded_from) * 1000000)::bigint AS version
FROM org.settings_known AS g;
COMMENT ON VIEW org.settings_resource IS
'The settings of the organisation as the API shows and changes them: one row, id 1. version grows with every change.';
