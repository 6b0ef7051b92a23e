CREATE VIEW import.presets_export WITH (security_invoker = TRUE) AS
SELECT
    p.name,
    p.category,
    p.display_order::text AS display_order,
    s.employee_number,
    u.path AS unit,
    a.code AS activity,
    l.day_offset::text AS day_offset,
    org.clock_text(l.start_minute) AS start,
    org.clock_text((l.start_minute + l.minutes - 1) % 1440 + 1) AS "end",
    l.note
FROM schedule.preset_known AS p
LEFT JOIN schedule.preset_line_known AS l ON p.preset_id = l.preset_id
LEFT JOIN org.activity_known AS a ON l.activity_id = a.activity_id
LEFT JOIN org.staff_known AS s ON p.staff_id = s.staff_id
LEFT JOIN import.unit_path AS u ON p.unit_id = u.unit_id
ORDER BY
    p.name COLLATE pg_catalog."C", s.employee_number COLLATE pg_catalog."C" NULLS FIRST,
    u.path COLLATE pg_catalog."C" NULLS FIRST, l.day_offset, l.start_minute, l.class;
COMMENT ON VIEW import.presets_export IS
'Presets as files of the kind presets have them, a row for each of their adjustments; without a person and a unit it is everybody''s.';
