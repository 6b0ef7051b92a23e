CREATE FUNCTION approval.taker_fault(shift approval.open_shift, staff_id bigint) RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = ''
AS $$
DECLARE
    day CONSTANT date := (SELECT (shift.starts_at AT TIME ZONE g.time_zone)::date FROM org.settings AS g);
BEGIN
    IF taker_fault.staff_id = shift.giver_id THEN
        RETURN 'The person gives this shift away.';
    ELSIF NOT EXISTS (
        SELECT FROM org.assignment AS a
        WHERE
            a.staff_id = taker_fault.staff_id
            AND a.valid @> day
            AND a.unit_id IN (SELECT org.unit_subtree(shift.unit_id))
    ) THEN
        RETURN 'The person is not counted in the unit of the shift on that day.';
    ELSIF EXISTS (
        SELECT FROM schedule.effective_segments(ARRAY[taker_fault.staff_id], shift.starts_at, shift.ends_at) AS e
        JOIN org.activity AS a ON a.activity_id = e.activity_id
        WHERE a.class = 3 OR a.absent
    ) THEN
        RETURN 'The person is absent in that time.';
    END IF;
    RETURN NULL;
END;
$$;
COMMENT ON FUNCTION approval.taker_fault(approval.open_shift, bigint) IS
'Why a person cannot have an offered shift, as a sentence; null when nothing is against it: counted in its unit or below on the day
on which it begins (in the organisation''s zone), not absent in that time, and not who gives it away. Not filtered by rights.';
