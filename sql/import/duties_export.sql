-- Through the resource, which says who reads a note.
CREATE VIEW import.duties_export WITH (security_invoker = TRUE) AS
SELECT
    d.name,
    import.day_text(d.day) AS day,
    s.employee_number,
    u.path AS unit,
    d.note,
    d.start,
    d."end"
FROM schedule.duty_resource AS d
INNER JOIN org.staff_known AS s ON d.staff_id = s.staff_id
LEFT JOIN import.unit_path AS u ON d.unit_id = u.unit_id
ORDER BY d.day, d.name COLLATE pg_catalog."C", u.path COLLATE pg_catalog."C" NULLS FIRST, d.start NULLS FIRST;
COMMENT ON VIEW import.duties_export IS 'Duties as files of the kind duties have them.';
