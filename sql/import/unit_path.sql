-- A name that has the separator in it is written with two strokes, so that no two units have one path.
CREATE VIEW import.unit_path WITH (security_invoker = TRUE) AS
WITH RECURSIVE walk AS (
    SELECT
        u.unit_id,
        u.parent_id,
        0 AS depth,
        replace(u.name, ' / ', ' // ') AS path
    FROM org.unit_known AS u
    WHERE u.parent_id IS NULL
    UNION ALL
    SELECT
        u.unit_id,
        u.parent_id,
        w.depth + 1 AS depth,
        w.path || ' / ' || replace(u.name, ' / ', ' // ') AS path
    FROM walk AS w
    INNER JOIN org.unit_known AS u ON w.unit_id = u.parent_id
)

SELECT
    w.unit_id,
    w.parent_id,
    w.depth,
    w.path
FROM walk AS w;
COMMENT ON VIEW import.unit_path IS
'The way to each unit from the root as files write it: "Acme / Sales".';
