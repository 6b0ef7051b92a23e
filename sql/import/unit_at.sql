CREATE FUNCTION import.unit_at(top_unit bigint, path text[]) RETURNS bigint
LANGUAGE sql STABLE
SET search_path = ''
BEGIN ATOMIC
    WITH RECURSIVE walk AS (
        SELECT
            unit_at.top_unit AS unit_id,
            0 AS depth
        UNION ALL
        SELECT
            u.unit_id,
            w.depth + 1 AS depth
        FROM walk AS w
        INNER JOIN org.unit AS u ON w.unit_id = u.parent_id AND u.name = unit_at.path[w.depth + 1]
    )

    SELECT walk.unit_id
    FROM walk
    WHERE walk.depth = cardinality(unit_at.path);
END;
COMMENT ON FUNCTION import.unit_at(bigint, text[]) IS 'The unit that one reaches from a unit by names; null when there is none.';
