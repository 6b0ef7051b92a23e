CREATE VIEW auth.account_resource WITH (security_invoker = TRUE) AS
SELECT
    a.account_id AS id,
    a.email,
    a.name,
    a.kind,
    a.staff_id,
    a.active,
    (extract(EPOCH FROM a.recorded_from) * 1000000)::bigint AS version
FROM auth.account_known AS a;
COMMENT ON VIEW auth.account_resource IS
'Accounts as the API shows and writes them, without anything by which they sign in. version grows with every change.';
ALTER VIEW auth.account_resource ALTER COLUMN kind SET DEFAULT 'person';
ALTER VIEW auth.account_resource ALTER COLUMN active SET DEFAULT TRUE;
