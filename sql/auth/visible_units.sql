-- The way down from the root is known with a unit: its names say where it stands, and nothing of who is in it. So is where
-- people of whom the account knows are lent to, and where those in its confidence were and will be.
CREATE FUNCTION auth.visible_units() RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED
SET search_path = ''
AS $$
DECLARE
    read CONSTANT bigint[] := auth.units('viewer');
BEGIN
    IF auth.holds_everywhere('viewer') THEN
        RETURN read;
    END IF;
    RETURN ARRAY(
        WITH RECURSIVE confidant AS MATERIALIZED (
            SELECT c.staff_id
            FROM auth.confidants() AS c (staff_id)
        ),
        way AS (
            SELECT k.unit_id
            FROM (
                SELECT r.unit_id FROM unnest(read) AS r (unit_id)
                UNION ALL
                SELECT m.unit_id
                FROM confidant AS c
                JOIN org.membership AS m ON m.staff_id = c.staff_id
                UNION ALL
                SELECT s.unit_id
                FROM org.secondment AS s
                WHERE
                    s.staff_id IN (SELECT c.staff_id FROM confidant AS c)
                    OR EXISTS (
                        SELECT FROM org.membership AS m
                        WHERE m.staff_id = s.staff_id AND m.unit_id = ANY(read) AND m.valid && s.valid
                    )
            ) AS k
            UNION
            SELECT u.parent_id
            FROM way AS w
            JOIN org.unit AS u ON u.unit_id = w.unit_id
            WHERE u.parent_id IS NOT NULL
        )
        SELECT w.unit_id FROM way AS w
    );
END;
$$;
COMMENT ON FUNCTION auth.visible_units() IS
'The units that the acting account may know of: those it reads, those to which it sees people lent, those of people in its confidence,
and all above these.';
GRANT EXECUTE ON FUNCTION auth.visible_units() TO strata_user, strata_bi;
