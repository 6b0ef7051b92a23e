CREATE VIEW import.coverage_export WITH (security_invoker = TRUE) AS
SELECT
    u.path AS unit,
    s.name AS site,
    array_to_string(r.weekdays, ' ') AS weekdays,
    (
        SELECT string_agg(import.day_text(d.day), ' ' ORDER BY d.day)
        FROM unnest(r.dates) AS d (day)
    ) AS dates,
    r.start,
    r."end",
    r.people::text AS people,
    array_to_string(r.activities, ' ') AS activities,
    import.day_text(r."from") AS "from",
    import.day_text(r."to") AS "to"
FROM schedule.coverage_requirement_resource AS r
INNER JOIN import.unit_path AS u ON r.unit_id = u.unit_id
INNER JOIN org.site_known AS s ON r.site_id = s.site_id
ORDER BY
    u.path COLLATE pg_catalog."C", s.name COLLATE pg_catalog."C", r.weekdays, r.dates, r.start, r."end", r.people,
    r.activities, r."from", r."to";
COMMENT ON VIEW import.coverage_export IS
'Coverage requirements as files of the kind coverage have them; lists are separated by spaces.';
