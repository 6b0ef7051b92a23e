CREATE FUNCTION approval.changed_time(proposed schedule.adjustment[], cancelled bigint[])
RETURNS TABLE (staff_id bigint, starts_at timestamptz, ends_at timestamptz)
LANGUAGE sql STABLE ROWS 10
SET search_path = ''
BEGIN ATOMIC
    SELECT
        p.staff_id,
        p.starts_at,
        p.ends_at
    FROM unnest(changed_time.proposed) AS p
    UNION
    SELECT
        a.staff_id,
        a.starts_at,
        a.ends_at
    FROM unnest(changed_time.cancelled) AS c (adjustment_id)
    INNER JOIN schedule.adjustment AS a ON c.adjustment_id = a.adjustment_id;
END;
COMMENT ON FUNCTION approval.changed_time(schedule.adjustment[], bigint[]) IS
'Whose schedule some proposed and some cancelled adjustments may change, and when.';
