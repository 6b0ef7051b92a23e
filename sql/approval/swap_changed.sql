-- What was an absence of nobody when it was asked for, and is one now, is a change too.
CREATE FUNCTION approval.swap_changed(request schedule.request, asked schedule.adjustment[]) RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = ''
AS $$
BEGIN
    RETURN EXISTS (
        SELECT
        FROM (
            SELECT a.staff_id, a.activity_id, a.starts_at, a.ends_at FROM unnest(asked) AS a
        ) AS o
        FULL JOIN approval.swap_adjustments(request.staff_id, request.partner_id, request.swapped) AS n
            ON n.staff_id = o.staff_id
            AND n.activity_id = o.activity_id
            AND n.starts_at = o.starts_at
            AND n.ends_at = o.ends_at
        WHERE o.staff_id IS NULL OR n.staff_id IS NULL
    );
EXCEPTION
    WHEN SQLSTATE 'ST001' THEN
        RETURN TRUE;
END;
$$;
COMMENT ON FUNCTION approval.swap_changed(schedule.request, schedule.adjustment[]) IS
'Whether two people have other things to exchange now than when their swap was asked for, or one of them is absent by now.';
