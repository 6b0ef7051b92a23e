CREATE FUNCTION approval.conflicts(adjustments schedule.adjustment[], cancelled bigint[]) RETURNS jsonb
LANGUAGE plpgsql STABLE
SET search_path = ''
AS $$
BEGIN
    RETURN (
        SELECT jsonb_agg(
            api.fault(
                '/adjustments/' || g.place - 1, 'The person already has something of the same class in that time.'
            )
            || CASE
                WHEN auth.is_unrestricted() OR g.staff_id IN (SELECT c FROM auth.confidants() AS c) THEN jsonb_build_object(
                    'id', a.adjustment_id,
                    'activity', c.code,
                    'start', replace((a.starts_at AT TIME ZONE 'UTC')::text, ' ', 'T') || 'Z',
                    'end', replace((a.ends_at AT TIME ZONE 'UTC')::text, ' ', 'T') || 'Z'
                )
                ELSE '{}'
            END
            ORDER BY g.place, a.starts_at
        )
        FROM unnest(conflicts.adjustments) WITH ORDINALITY AS g (
            adjustment_id, request_id, staff_id, activity_id, class, starts_at, ends_at, during, state, note, recorded_from, change_id,
            place
        )
        -- By class and time at once, however much the person has: OFFSET keeps it from being read by person alone.
        CROSS JOIN LATERAL (
            SELECT
                o.adjustment_id,
                o.activity_id,
                o.starts_at,
                o.ends_at
            FROM schedule.adjustment AS o
            WHERE
                o.staff_id = g.staff_id
                AND o.class = g.class
                AND o.state = 'approved'
                AND o.during && tstzrange(g.starts_at, g.ends_at)
                AND o.request_id <> ALL(conflicts.cancelled)
            OFFSET 0
        ) AS a
        JOIN org.activity AS c ON c.activity_id = a.activity_id
    );
END;
$$;
COMMENT ON FUNCTION approval.conflicts(schedule.adjustment[], bigint[]) IS
'What stands in the way of adjustments when some requests are cancelled: approved ones of the same person and class at the same time,
as faults; what they are is said to those in whose confidence the person is. Null: nothing.';
