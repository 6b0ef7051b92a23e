-- From the top of the tree down, one statement for each depth.
CREATE FUNCTION import.ensure_units(batch_id bigint, top_unit bigint) RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = ''
AS $$
#variable_conflict use_variable
DECLARE
    deepest CONSTANT integer := (SELECT max(cardinality(p.unit_path)) FROM import.person AS p WHERE p.batch_id = batch_id);
BEGIN
    FOR depth IN 1..coalesce(deepest, 0) LOOP
        INSERT INTO org.unit (parent_id, name)
        SELECT import.unit_at(top_unit, g.path[1:depth - 1]), g.path[depth]
        FROM (
            SELECT p.unit_path[1:depth] AS path, min(p.ordinal) AS first_row
            FROM import.accepted_person AS p
            WHERE p.batch_id = batch_id AND cardinality(p.unit_path) >= depth
            GROUP BY p.unit_path[1:depth]
        ) AS g
        WHERE import.unit_at(top_unit, g.path) IS NULL
        ORDER BY g.first_row;
    END LOOP;
END;
$$;
COMMENT ON FUNCTION import.ensure_units(bigint, bigint) IS 'Makes the units that the accepted people of a batch need and that are missing.';
