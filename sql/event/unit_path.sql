CREATE FUNCTION event.unit_path(unit_ids bigint[]) RETURNS TABLE (unit_id bigint, above bigint)
LANGUAGE sql STABLE ROWS 100
SET search_path = ''
BEGIN ATOMIC
    WITH RECURSIVE path AS (
        SELECT
            u.unit_id,
            u.unit_id AS above,
            u.parent_id
        FROM org.unit AS u
        WHERE u.unit_id = any(unit_ids)
        UNION ALL
        SELECT
            p.unit_id,
            u.unit_id,
            u.parent_id
        FROM path AS p
        INNER JOIN org.unit AS u ON p.parent_id = u.unit_id
    )

    SELECT
        p.unit_id,
        p.above
    FROM path AS p;
END;
COMMENT ON FUNCTION event.unit_path(bigint[]) IS 'Of each unit itself and every unit above it.';
