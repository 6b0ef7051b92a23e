-- Who may know that there is a unit: see auth.visible_units. Whoever reads something below it knows the way down.
CREATE FUNCTION event.unit_scopes(unit bigint, earlier_parent bigint) RETURNS SETOF text
LANGUAGE plpgsql STABLE ROWS 100
SET search_path = ''
SET plan_cache_mode = force_generic_plan
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH below AS MATERIALIZED (
        SELECT b.unit_id
        FROM org.unit_subtree(unit_scopes.unit) AS b (unit_id)
    ),

    person AS MATERIALIZED (
        SELECT m.staff_id
        FROM org.membership AS m
        WHERE m.unit_id IN (SELECT b.unit_id FROM below AS b)
        UNION
        SELECT s.staff_id
        FROM org.secondment AS s
        WHERE s.unit_id IN (SELECT b.unit_id FROM below AS b)
    )

    SELECT 'v*' AS scope
    UNION
    SELECT 'v' || p.above
    FROM event.unit_path(ARRAY[unit_scopes.unit, unit_scopes.earlier_parent]) AS p
    UNION
    SELECT 'v' || b.unit_id
    FROM below AS b
    UNION
    SELECT 'v' || p.above
    FROM org.secondment AS s
    INNER JOIN org.membership AS m ON s.staff_id = m.staff_id AND s.valid && m.valid
    INNER JOIN event.unit_path(array(SELECT DISTINCT d.unit_id FROM org.membership AS d)) AS p ON m.unit_id = p.unit_id
    WHERE s.unit_id IN (SELECT b.unit_id FROM below AS b)
    UNION
    SELECT k.scope
    FROM event.confidant_scopes(array(SELECT p.staff_id FROM person AS p)) AS k;
END;
$$;
COMMENT ON FUNCTION event.unit_scopes(bigint, bigint) IS
'The keys of those who may know of a unit, or could before it was moved from another parent (null: it was not).';
