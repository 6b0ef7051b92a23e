INSERT INTO schedule.contract (staff_id, site_id, pattern_id, anchor, valid, holiday_rule)
SELECT
    s.staff_id,
    i.site_id,
    p.pattern_id,
    g.anchor,
    g.valid,
    g.holiday_rule
FROM
    jsonb_to_recordset(%(rows)s)
        AS g (employee_number text, site text, pattern text, anchor date, valid daterange, holiday_rule text)
INNER JOIN org.staff AS s ON g.employee_number = s.employee_number
INNER JOIN org.site AS i ON g.site = i.name
INNER JOIN schedule.pattern AS p ON g.pattern = p.name
ORDER BY s.staff_id, g.valid;
