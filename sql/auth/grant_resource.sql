CREATE VIEW auth.grant_resource WITH (security_invoker = TRUE) AS
SELECT
    g.grant_id AS id,
    g.account_id,
    g.role,
    g.unit_id,
    (extract(EPOCH FROM g.recorded_from) * 1000000)::bigint AS version
FROM auth.role_grant_known AS g;
COMMENT ON VIEW auth.grant_resource IS
'Grants as the API shows and writes them; unit_id is null for the whole organisation. version grows with every change.';
