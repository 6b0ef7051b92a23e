CREATE FUNCTION approval.changed_time(proposed schedule.adjustment[], cancelled bigint[])
RETURNS TABLE (staff_id bigint, starts_at timestamptz, ends_at timestamptz)
LANGUAGE plpgsql STABLE ROWS 10
SET search_path = ''
SET plan_cache_mode = force_generic_plan
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT
        p.staff_id,
        p.starts_at,
        p.ends_at
    FROM unnest(proposed) AS p
    UNION
    SELECT
        a.staff_id,
        a.starts_at,
        a.ends_at
    FROM unnest(cancelled) AS c (adjustment_id)
    JOIN schedule.adjustment AS a ON c.adjustment_id = a.adjustment_id;
END;
$$;
COMMENT ON FUNCTION approval.changed_time(schedule.adjustment[], bigint[]) IS
'Whose schedule some proposed and some cancelled adjustments may change, and when.';
