INSERT INTO org.staff (employee_number, name, email)
SELECT
    g.employee_number,
    g.name,
    g.email
FROM jsonb_to_recordset(%(rows)s) AS g (employee_number text, name text, email text)
ORDER BY g.employee_number;
