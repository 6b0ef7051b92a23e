CREATE FUNCTION approval.refuse_locked(adjustments schedule.adjustment[], cancelled bigint[], lock_date date) RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = ''
AS $$
#variable_conflict use_variable
DECLARE
    earliest timestamptz;
BEGIN
    IF lock_date IS NULL THEN
        RETURN;
    END IF;
    SELECT min(g.starts_at) INTO earliest
    FROM (
        SELECT a.starts_at FROM unnest(adjustments) AS a
        UNION ALL
        SELECT a.starts_at FROM schedule.adjustment AS a
        WHERE a.request_id = ANY(cancelled) AND a.state = 'approved'
    ) AS g;
    IF earliest < (SELECT lock_date::timestamp AT TIME ZONE g.time_zone FROM org.settings AS g) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST001',
            COLUMN = 'adjustments',
            MESSAGE = format('What lies before %s cannot be changed any more.', lock_date);
    END IF;
END;
$$;
COMMENT ON FUNCTION approval.refuse_locked(schedule.adjustment[], bigint[], date) IS
'Refuses (ST001) what changes the schedule before a local date of the organisation; null refuses nothing.';
