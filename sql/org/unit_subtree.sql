CREATE FUNCTION org.unit_subtree(unit_id bigint, known_at timestamptz DEFAULT 'infinity') RETURNS SETOF bigint
LANGUAGE sql STABLE
SET search_path = ''
BEGIN ATOMIC
    WITH RECURSIVE known AS (
        SELECT
            v.unit_id,
            v.parent_id
        FROM org.unit_version AS v
        WHERE
            v.recorded_from <= unit_subtree.known_at
            AND (
                v.superseded IS NULL
                OR (unit_subtree.known_at < 'infinity' AND v.superseded @> unit_subtree.known_at)
            )
    ),

    subtree AS (
        SELECT k.unit_id
        FROM known AS k
        WHERE k.unit_id = unit_subtree.unit_id
        UNION ALL
        SELECT k.unit_id
        FROM subtree AS s
        INNER JOIN known AS k ON s.unit_id = k.parent_id
    )

    SELECT subtree.unit_id
    FROM subtree;
END;
COMMENT ON FUNCTION org.unit_subtree(bigint, timestamptz) IS
'The unit and every unit below it, as known at an instant (default: now). No rows for an unknown unit.';
GRANT EXECUTE ON FUNCTION org.unit_subtree(bigint, timestamptz) TO strata_user;
