CREATE FUNCTION approval.swap_changed(request schedule.request, asked schedule.adjustment[]) RETURNS boolean
LANGUAGE sql STABLE
SET search_path = ''
BEGIN ATOMIC
    SELECT EXISTS (
        SELECT
        FROM (
            SELECT a.staff_id, a.activity_id, a.starts_at, a.ends_at FROM unnest(swap_changed.asked) AS a
        ) AS o
        FULL JOIN (
            SELECT
                s.staff_id,
                s.activity_id,
                s.starts_at,
                s.ends_at
            FROM approval.swap_adjustments(
                (swap_changed.request).staff_id, (swap_changed.request).partner_id, (swap_changed.request).swapped
            ) AS s
        ) AS n
            ON n.staff_id = o.staff_id
            AND n.activity_id = o.activity_id
            AND n.starts_at = o.starts_at
            AND n.ends_at = o.ends_at
        WHERE o.staff_id IS NULL OR n.staff_id IS NULL
    );
END;
COMMENT ON FUNCTION approval.swap_changed(schedule.request, schedule.adjustment[]) IS
'Whether two people have other things to exchange now than when their swap was asked for.';
