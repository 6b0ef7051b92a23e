CREATE FUNCTION event.unit_path(unit_ids bigint[]) RETURNS TABLE (unit_id bigint, above bigint)
LANGUAGE plpgsql STABLE ROWS 100
SET search_path = ''
SET plan_cache_mode = force_generic_plan
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH RECURSIVE path AS (
        SELECT
            g.unit_id,
            u.unit_id AS above,
            u.parent_id
        FROM unnest(unit_ids) AS g (unit_id)
        INNER JOIN org.unit AS u ON g.unit_id = u.unit_id
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
$$;
COMMENT ON FUNCTION event.unit_path(bigint[]) IS 'Of each unit itself and every unit above it.';
