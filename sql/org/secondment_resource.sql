CREATE VIEW org.secondment_resource WITH (security_invoker = TRUE) AS
SELECT
    s.secondment_id AS id,
    s.staff_id,
    s.unit_id,
    lower(s.valid) AS "from",
    upper(s.valid) AS "to",
    (extract(EPOCH FROM s.recorded_from) * 1000000)::bigint AS version
FROM org.secondment_known AS s;
COMMENT ON VIEW org.secondment_resource IS
'Secondments as the API shows and writes them; to is null while no end is known. version grows with every change.';
