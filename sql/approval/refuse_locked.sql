CREATE FUNCTION approval.refuse_locked(
    request schedule.request, adjustments schedule.adjustment[], cancelled bigint[], lock_date date
) RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = ''
AS $$
#variable_conflict use_variable
DECLARE
    time_zone CONSTANT text := (SELECT g.time_zone FROM org.settings AS g);
    locked date;
BEGIN
    IF lock_date IS NULL THEN
        RETURN;
    END IF;
    SELECT max(n.lock_date) INTO locked
    FROM (
        SELECT
            g.staff_id,
            g.activity_id,
            g.class,
            g.starts_at,
            approval.home_unit(g.staff_id, (g.starts_at AT TIME ZONE time_zone)::date) AS unit_id
        FROM (
            SELECT a.staff_id, a.activity_id, a.class, a.starts_at
            FROM unnest(adjustments) AS a
            UNION ALL
            SELECT a.staff_id, a.activity_id, a.class, a.starts_at
            FROM schedule.adjustment AS a
            WHERE a.request_id = ANY(cancelled) AND a.state = 'approved'
        ) AS g
        -- No rule of the request locks more than this.
        WHERE g.starts_at < lock_date::timestamp AT TIME ZONE time_zone
    ) AS i
    JOIN approval.rule AS n ON n.rule_id = approval.rule_for(
        i.unit_id, i.activity_id, i.class, approval.relation(request.requested_by, i.staff_id, i.unit_id)
    )
    WHERE i.starts_at < n.lock_date::timestamp AT TIME ZONE time_zone;
    IF locked IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST001',
            COLUMN = 'adjustments',
            MESSAGE = format('What lies before %s cannot be changed any more.', locked);
    END IF;
END;
$$;
COMMENT ON FUNCTION approval.refuse_locked(schedule.request, schedule.adjustment[], bigint[], date) IS
'Refuses (ST001) what changes the schedule before the local date of the organisation at which its rule locks it. lock_date: the latest
date of the rules of the request; null refuses nothing.';
