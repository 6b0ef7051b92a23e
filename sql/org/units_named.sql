CREATE FUNCTION org.units_named(unit_name text) RETURNS TABLE (unit_id bigint, depth integer, full_name text)
LANGUAGE sql STABLE
SET search_path = ''
BEGIN ATOMIC
    WITH RECURSIVE tree AS (
        SELECT
            u.unit_id,
            u.name,
            0 AS depth,
            u.name AS full_name
        FROM org.unit AS u
        WHERE u.parent_id IS NULL
        UNION ALL
        SELECT
            u.unit_id,
            u.name,
            t.depth + 1 AS depth,
            t.full_name || ' > ' || u.name AS full_name
        FROM tree AS t
        INNER JOIN org.unit AS u ON t.unit_id = u.parent_id
    )

    SELECT
        tree.unit_id,
        tree.depth,
        tree.full_name
    FROM tree
    WHERE units_named.unit_name IN (tree.name, tree.full_name)
    ORDER BY tree.depth, tree.unit_id;
END;
COMMENT ON FUNCTION org.units_named(text) IS
'The units with this name, or with this way from the root ("Company > Sales"), those nearest to the root first.';
