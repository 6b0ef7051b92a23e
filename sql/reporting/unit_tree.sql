CREATE VIEW reporting.unit_tree WITH (security_invoker = TRUE) AS
WITH RECURSIVE tree AS (
    SELECT
        u.unit_id,
        u.parent_id,
        u.name,
        0 AS depth,
        u.name AS path,
        ARRAY[u.unit_id] AS ancestor_ids
    FROM reporting.units() AS u
    WHERE u.parent_id IS NULL
    UNION ALL
    SELECT
        u.unit_id,
        u.parent_id,
        u.name,
        t.depth + 1 AS depth,
        t.path || ' / ' || u.name AS path,
        t.ancestor_ids || u.unit_id AS ancestor_ids
    FROM tree AS t
    INNER JOIN reporting.units() AS u ON t.unit_id = u.parent_id
)

SELECT
    t.unit_id,
    t.parent_id,
    t.name,
    t.depth,
    t.path,
    t.ancestor_ids
FROM tree AS t;
COMMENT ON VIEW reporting.unit_tree IS
'The units and where they stand in the tree; 5 = ANY(ancestor_ids) is unit 5 with all below it.';
COMMENT ON COLUMN reporting.unit_tree.unit_id IS 'The unit.';
COMMENT ON COLUMN reporting.unit_tree.parent_id IS 'The unit above; null for the root.';
COMMENT ON COLUMN reporting.unit_tree.name IS 'Name.';
COMMENT ON COLUMN reporting.unit_tree.depth IS 'Units above it: 0 for the root.';
COMMENT ON COLUMN reporting.unit_tree.path IS 'Names from the root down to the unit, joined by " / ".';
COMMENT ON COLUMN reporting.unit_tree.ancestor_ids IS 'Ids from the root down to the unit itself.';
GRANT SELECT ON reporting.unit_tree TO strata_bi;
