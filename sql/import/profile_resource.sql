CREATE VIEW import.profile_resource WITH (security_invoker = TRUE) AS
SELECT
    p.profile_id AS id,
    p.name,
    p.kind,
    p.definition,
    (extract(EPOCH FROM p.recorded_from) * 1000000)::bigint AS version
FROM import.profile_known AS p;
COMMENT ON VIEW import.profile_resource IS
'Stored profiles of imports as the API shows and writes them. version grows with every change.';
