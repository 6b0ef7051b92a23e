CREATE VIEW org.membership_resource WITH (security_invoker = TRUE) AS
SELECT
    m.membership_id AS id,
    m.staff_id,
    m.unit_id,
    lower(m.valid) AS "from",
    upper(m.valid) AS "to",
    (extract(EPOCH FROM m.recorded_from) * 1000000)::bigint AS version
FROM org.membership_known AS m;
COMMENT ON VIEW org.membership_resource IS
'Memberships as the API shows and writes them; to is null while no end is known. version grows with every change.';
