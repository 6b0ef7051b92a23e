CREATE FUNCTION event.stays(staff_ids bigint[]) RETURNS TABLE (staff_id bigint, unit_id bigint, span tstzrange)
LANGUAGE plpgsql STABLE ROWS 1000
SET search_path = ''
SET plan_cache_mode = force_generic_plan
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT
        s.staff_id,
        s.unit_id,
        tstzrange(
            event.day_start(lower(s.valid), g.time_zone),
            event.day_start(upper(s.valid), g.time_zone)
        ) AS span
    FROM (
        SELECT
            m.staff_id,
            m.unit_id,
            m.valid
        FROM org.membership AS m
        WHERE m.staff_id = any(staff_ids)
        UNION ALL
        SELECT
            d.staff_id,
            d.unit_id,
            d.valid
        FROM org.secondment AS d
        WHERE d.staff_id = any(staff_ids)
    ) AS s
    CROSS JOIN org.settings AS g;
END;
$$;
COMMENT ON FUNCTION event.stays(bigint[]) IS
'When some people are in which unit, or lent to it: who reads the unit sees them then. Days begin in the organisation''s zone.';
