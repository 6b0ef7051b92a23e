-- Who is in somebody's confidence: see auth.confidants and auth.people_of, whose rule for the home unit this is.
CREATE FUNCTION event.confidant_scopes(staff_ids bigint[]) RETURNS TABLE (staff_id bigint, scope text)
LANGUAGE plpgsql STABLE ROWS 1000
SET search_path = ''
SET plan_cache_mode = force_generic_plan
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH home AS MATERIALIZED (
        SELECT DISTINCT ON (m.staff_id)
            m.staff_id,
            m.unit_id
        FROM org.membership AS m
        CROSS JOIN auth.today() AS t (day)
        WHERE m.staff_id = any(staff_ids)
        ORDER BY
            m.staff_id,
            m.valid @> t.day DESC,
            lower(m.valid) > t.day DESC,
            -- The next one, else the last one. No difference: of infinite dates there is none.
            CASE WHEN lower(m.valid) > t.day THEN lower(m.valid) END,
            lower(m.valid) DESC
    )

    SELECT
        s.staff_id,
        's' || s.staff_id AS scope
    FROM unnest(staff_ids) AS s (staff_id)
    WHERE s.staff_id IS NOT NULL
    UNION ALL
    SELECT
        h.staff_id,
        'm' || p.above AS scope
    FROM home AS h
    INNER JOIN event.unit_path(array(SELECT DISTINCT d.unit_id FROM home AS d)) AS p ON h.unit_id = p.unit_id;
END;
$$;
COMMENT ON FUNCTION event.confidant_scopes(bigint[]) IS
'The keys of those who may read what is private of some people: themselves, and who manages their home unit of today. Who manages the
whole organisation has m*.';
