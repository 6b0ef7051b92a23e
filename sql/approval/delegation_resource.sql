CREATE VIEW approval.delegation_resource WITH (security_invoker = TRUE) AS
SELECT
    d.delegation_id AS id,
    d.account_id,
    d.delegate_id,
    replace((lower(d.during) AT TIME ZONE 'UTC')::text, ' ', 'T') || 'Z' AS "from",
    replace((upper(d.during) AT TIME ZONE 'UTC')::text, ' ', 'T') || 'Z' AS "to",
    (extract(EPOCH FROM d.recorded_from) * 1000000)::bigint AS version
FROM approval.delegation_known AS d;
COMMENT ON VIEW approval.delegation_resource IS
'Delegations as the API shows and writes them; instants are text, in UTC. version grows with every change.';
ALTER VIEW approval.delegation_resource ALTER COLUMN account_id SET DEFAULT auth.account_id();
