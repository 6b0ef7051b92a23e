CREATE VIEW import.holidays_export WITH (security_invoker = TRUE) AS
SELECT
    s.name AS site,
    import.day_text(h.day) AS day,
    h.name,
    CASE WHEN h.closed <> '[0,1440)'::int4range THEN org.clock_text(lower(h.closed)) END AS start,
    CASE WHEN h.closed <> '[0,1440)'::int4range THEN org.clock_text(upper(h.closed)) END AS "end"
FROM org.holiday_known AS h
INNER JOIN org.site_known AS s ON h.site_id = s.site_id
ORDER BY s.name COLLATE pg_catalog."C", h.day, lower(h.closed);
COMMENT ON VIEW import.holidays_export IS
'Holidays as files of the kind holidays have them; start and end are empty for a whole day.';
