CREATE VIEW org.activity_resource WITH (security_invoker = TRUE) AS
SELECT
    a.activity_id AS id,
    a.code,
    a.name,
    a.colour,
    a.class,
    a.works,
    a.available,
    a.absent,
    a.private,
    s.code AS shown_as,
    (extract(EPOCH FROM a.recorded_from) * 1000000)::bigint AS version
FROM org.activity_known AS a
LEFT JOIN org.activity_known AS s ON a.shown_as = s.activity_id;
COMMENT ON VIEW org.activity_resource IS
'Activities as the API shows and writes them; shown_as is a code. version grows with every change.';
ALTER VIEW org.activity_resource ALTER COLUMN private SET DEFAULT FALSE;
