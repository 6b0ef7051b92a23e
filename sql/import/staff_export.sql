CREATE VIEW import.staff_export WITH (security_invoker = TRUE) AS
SELECT
    s.employee_number,
    s.name,
    s.email,
    u.path AS unit,
    import.day_text(lower(m.valid)) AS "from",
    import.day_text(upper(m.valid)) AS "to"
FROM org.staff_known AS s
LEFT JOIN org.membership_known AS m ON s.staff_id = m.staff_id
LEFT JOIN import.unit_path AS u ON m.unit_id = u.unit_id
ORDER BY s.employee_number COLLATE pg_catalog."C", lower(m.valid);
COMMENT ON VIEW import.staff_export IS
'People as files of the kind staff have them: a row for each membership, one without a unit for who has none.';
