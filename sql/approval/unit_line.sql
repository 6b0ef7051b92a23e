CREATE FUNCTION approval.unit_line(unit_id bigint) RETURNS TABLE (unit_id bigint, distance integer)
LANGUAGE sql STABLE ROWS 5
SET search_path = ''
BEGIN ATOMIC
    WITH RECURSIVE line AS (
        SELECT
            u.unit_id,
            u.parent_id,
            0 AS distance
        FROM org.unit AS u
        WHERE u.unit_id = unit_line.unit_id OR (unit_line.unit_id IS NULL AND u.parent_id IS NULL)
        UNION ALL
        SELECT
            u.unit_id,
            u.parent_id,
            l.distance + 1 AS distance
        FROM line AS l
        INNER JOIN org.unit AS u ON l.parent_id = u.unit_id
    )

    SELECT
        l.unit_id,
        l.distance
    FROM line AS l
    UNION ALL
    SELECT
        NULL::bigint AS unit_id,
        coalesce(max(l.distance), 0) AS distance
    FROM line AS l;
END;
COMMENT ON FUNCTION approval.unit_line(bigint) IS
'A unit, those above it, and null for the whole organisation, each with its distance; null has that of the root, which is the whole
organisation too. Of null: the root and null.';
