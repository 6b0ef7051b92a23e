CREATE VIEW org.site_resource WITH (security_invoker = TRUE) AS
SELECT
    s.site_id AS id,
    s.name,
    s.time_zone,
    (extract(EPOCH FROM s.recorded_from) * 1000000)::bigint AS version
FROM org.site_known AS s;
COMMENT ON VIEW org.site_resource IS
'Sites as the API shows and writes them. version grows with every change.';
