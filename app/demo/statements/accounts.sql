-- They get their password, without which nobody can sign in, when the server starts.
WITH given AS (
    SELECT
        g.email,
        g.name,
        g.employee_number,
        g.grants
    FROM
        jsonb_to_recordset(%(rows)s)
            AS g (email text, name text, employee_number text, grants jsonb)
),

stored AS (
    INSERT INTO auth.account (email, name, staff_id)
    SELECT
        g.email,
        g.name,
        s.staff_id
    FROM given AS g
    LEFT JOIN org.staff AS s ON g.employee_number = s.employee_number
    ON CONFLICT (email) DO NOTHING
    RETURNING account_id, email
)

INSERT INTO auth.role_grant (account_id, role, unit_id)
SELECT
    a.account_id,
    r.role,
    u.unit_id
FROM stored AS a
INNER JOIN given AS g ON a.email = g.email
CROSS JOIN LATERAL jsonb_to_recordset(g.grants) AS r (role text, unit text)
LEFT JOIN org.unit AS u ON r.unit = u.name;
