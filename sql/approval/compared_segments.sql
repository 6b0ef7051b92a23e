-- Whole local days are compared, so that hours can be: those on which something changes.
CREATE FUNCTION approval.compared_segments(proposed schedule.adjustment[], cancelled bigint[])
RETURNS TABLE (
    staff_id bigint,
    stage text,
    starts_at timestamptz,
    ends_at timestamptz,
    activity text,
    class smallint,
    rank smallint,
    source_id bigint,
    request_id bigint,
    works boolean,
    available boolean,
    absent boolean
)
LANGUAGE plpgsql STABLE ROWS 30
SET search_path = ''
SET jit = off
SET plan_cache_mode = force_generic_plan
AS $$
#variable_conflict use_column
DECLARE
    zone CONSTANT text := (SELECT g.time_zone FROM org.settings AS g);
    people bigint[];
    days tstzrange[];
    staff_ids CONSTANT bigint[] := ARRAY(SELECT DISTINCT t.staff_id FROM approval.changed_time(proposed, cancelled) AS t);
    window_start timestamptz;
    window_end timestamptz;
BEGIN
    SELECT
        array_agg(d.staff_id),
        array_agg(tstzrange(
            schedule.local_instant(lower(r)::timestamp, zone), schedule.local_instant(upper(r)::timestamp, zone)
        ))
    INTO STRICT people, days
    FROM (
        SELECT
            t.staff_id,
            range_agg(daterange(
                (t.starts_at AT TIME ZONE zone)::date, ((t.ends_at - interval '1 minute') AT TIME ZONE zone)::date, '[]'
            )) AS days
        FROM approval.changed_time(proposed, cancelled) AS t
        GROUP BY t.staff_id
    ) AS d
    CROSS JOIN LATERAL unnest(d.days) AS r;
    FOR window_start, window_end IN SELECT w.starts_at, w.ends_at FROM approval.stretches(days) AS w
    LOOP
        RETURN QUERY
        WITH segment AS MATERIALIZED (
            SELECT 'contract' AS stage, s.*
            FROM schedule.effective_segments(staff_ids, window_start, window_end, merged => FALSE) AS s
            WHERE s.rank = 0
            UNION ALL
            SELECT 'before', s.*
            FROM schedule.effective_segments(staff_ids, window_start, window_end) AS s
            UNION ALL
            SELECT 'after', s.*
            FROM schedule.effective_segments(
                staff_ids, window_start, window_end, 'infinity', proposed, cancelled
            ) AS s
        ),
        seen AS MATERIALIZED (
            SELECT
                v.staff_id,
                greatest(v.starts_at, lower(d.during)) AS starts_at,
                least(v.ends_at, upper(d.during)) AS ends_at,
                v.confidential
            FROM auth.visible_time(staff_ids, window_start, window_end) AS v
            JOIN unnest(people, days) AS d (staff_id, during)
                ON d.staff_id = v.staff_id AND lower(d.during) < v.ends_at AND upper(d.during) > v.starts_at
        )
        SELECT
            s.staff_id,
            s.stage,
            greatest(s.starts_at, v.starts_at),
            least(s.ends_at, v.ends_at),
            a.code,
            a.class,
            s.rank,
            s.source_id,
            s.request_id,
            a.works,
            a.available,
            a.absent
        FROM segment AS s
        JOIN seen AS v ON v.staff_id = s.staff_id AND v.starts_at < s.ends_at AND v.ends_at > s.starts_at
        JOIN org.shown_activities() AS a ON a.activity_id = s.activity_id AND a.confidential = v.confidential;
    END LOOP;
END;
$$;
COMMENT ON FUNCTION approval.compared_segments(schedule.adjustment[], bigint[]) IS
'The schedules of the people whose schedule would change if the proposed adjustments stood and the cancelled ones did not (as in
schedule.effective_segments), on the local days of the organisation on which it may: before, after, and the contract alone. Only what
the acting account sees of them, and something private as its stand-in; no order.';
