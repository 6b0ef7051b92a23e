CREATE VIEW org.holiday_resource WITH (security_invoker = TRUE) AS
SELECT
    h.holiday_id AS id,
    h.site_id,
    h.day,
    h.name,
    CASE WHEN h.closed <> '[0,1440)'::int4range THEN org.clock_text(lower(h.closed)) END AS start,
    CASE WHEN h.closed <> '[0,1440)'::int4range THEN org.clock_text(upper(h.closed)) END AS "end",
    (extract(EPOCH FROM h.recorded_from) * 1000000)::bigint AS version
FROM org.holiday_known AS h;
COMMENT ON VIEW org.holiday_resource IS
'Holidays as the API shows and writes them; start and end are null for a whole day. version grows with every change.';
