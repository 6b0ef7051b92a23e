-- They get their password, without which nobody can sign in, when the server starts.
INSERT INTO auth.account (email, name, role)
SELECT
    g.email,
    g.name,
    g.role
FROM jsonb_to_recordset(%(rows)s) AS g (email text, name text, role text)
ON CONFLICT (email) DO NOTHING;
