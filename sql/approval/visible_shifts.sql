-- The board of a unit is open, so who reads the unit sees what is offered there. What is written about it is for those whom it
-- is offered to and who manage it.
CREATE FUNCTION approval.visible_shifts()
RETURNS TABLE (open_shift_id bigint, confidential boolean, managed boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100
SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    own CONSTANT bigint := auth.own_staff_id();
    zone CONSTANT text := (SELECT g.time_zone FROM org.settings AS g);
    read_units CONSTANT bigint[] := auth.units('viewer');
    staff_units CONSTANT bigint[] := auth.units('staff');
    managed_units CONSTANT bigint[] := auth.units('manager');
    confidants CONSTANT bigint[] := ARRAY(SELECT auth.confidants());
BEGIN
    RETURN QUERY
    WITH RECURSIVE counted AS (
        SELECT
            a.unit_id,
            a.valid
        FROM org.assignment AS a
        WHERE a.staff_id = own
        UNION
        SELECT
            u.parent_id,
            c.valid
        FROM counted AS c
        JOIN org.unit AS u ON u.unit_id = c.unit_id
        WHERE u.parent_id IS NOT NULL
    ),
    shift AS MATERIALIZED (
        SELECT
            o.open_shift_id,
            o.unit_id = ANY(read_units) AS readable,
            o.unit_id = ANY(staff_units)
            OR coalesce(o.giver_id = ANY(confidants), FALSE)
            OR EXISTS (
                SELECT FROM counted AS c
                WHERE c.unit_id = o.unit_id AND c.valid @> (o.starts_at AT TIME ZONE zone)::date
            )
            OR EXISTS (SELECT FROM approval.open_shift_taker AS t WHERE t.open_shift_id = o.open_shift_id AND t.staff_id = own)
            OR EXISTS (SELECT FROM schedule.request AS r WHERE r.request_id = o.request_id AND r.staff_id = own)
            AS confidential,
            o.unit_id = ANY(managed_units)
            OR (o.giver_id IS DISTINCT FROM own AND coalesce(o.giver_id = ANY(confidants), FALSE))
            AS managed
        FROM approval.open_shift AS o
    )
    SELECT
        s.open_shift_id,
        s.confidential,
        s.managed
    FROM shift AS s
    WHERE s.readable OR s.confidential;
END;
$$;
COMMENT ON FUNCTION approval.visible_shifts() IS
'The offered shifts that the acting account may know of: those of units that it reads, and those offered to its own person or given
away by somebody in its confidence. confidential: whether it may read the note, because it asks in the unit or is one of these;
managed: whether it may see everybody who would take it.';
GRANT EXECUTE ON FUNCTION approval.visible_shifts() TO strata_user, strata_bi;
