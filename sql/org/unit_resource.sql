CREATE VIEW org.unit_resource WITH (security_invoker = TRUE) AS
SELECT
    u.unit_id AS id,
    u.name,
    u.parent_id,
    u.short_name,
    u.colour,
    u.display_order,
    (extract(EPOCH FROM u.recorded_from) * 1000000)::bigint AS version
FROM org.unit_known AS u;
COMMENT ON VIEW org.unit_resource IS
'Units as the API shows and writes them. version grows with every change.';
ALTER VIEW org.unit_resource ALTER COLUMN display_order SET DEFAULT 0;
