-- A unit as the API shows one.
CREATE VIEW org.unit_resource WITH (security_invoker = TRUE) AS
SELECT
    u.unit_id AS id,
    u.name,
    u.parent_id,
    (extract(EPOCH FROM u.recorded_from) * 1000000)::bigint AS version
FROM org.unit AS u;
COMMENT ON VIEW org.unit_resource IS 'Units as the API shows them. version grows with every change.';
