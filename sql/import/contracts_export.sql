CREATE VIEW import.contracts_export WITH (security_invoker = TRUE) AS
SELECT
    s.employee_number,
    w.name AS site,
    p.name AS pattern,
    import.day_text(c.anchor) AS anchor,
    import.day_text(lower(c.valid)) AS "from",
    import.day_text(upper(c.valid)) AS "to",
    c.holiday_rule
FROM schedule.contract_known AS c
INNER JOIN org.staff_known AS s ON c.staff_id = s.staff_id
INNER JOIN org.site_known AS w ON c.site_id = w.site_id
INNER JOIN schedule.pattern_known AS p ON c.pattern_id = p.pattern_id
ORDER BY s.employee_number COLLATE pg_catalog."C", lower(c.valid);
COMMENT ON VIEW import.contracts_export IS 'Contracts as files of the kind contracts have them.';
