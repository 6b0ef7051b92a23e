INSERT INTO org.membership (staff_id, unit_id, valid)
SELECT
    s.staff_id,
    u.unit_id,
    g.valid
FROM jsonb_to_recordset(%(rows)s) AS g (employee_number text, unit text, valid daterange)
INNER JOIN org.staff AS s ON g.employee_number = s.employee_number
INNER JOIN org.unit AS u ON g.unit = u.name
ORDER BY s.staff_id;
