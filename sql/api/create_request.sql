-- Until the approval workflow exists, what is asked for here is stored approved.
CREATE FUNCTION api.create_request(body jsonb) RETURNS json
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    acting CONSTANT bigint := auth.require_account();
    faults jsonb := api.request_faults(body);
    person bigint;
    new_request bigint;
BEGIN
    IF faults <> '[]' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST001', MESSAGE = 'The request cannot be accepted as it is.', DETAIL = faults::text;
    END IF;
    person := (body ->> 'staff_id')::bigint;
    PERFORM auth.require_asking(person);
    -- Whoever else writes for this person waits, so what is found here still holds when we write.
    PERFORM schedule.lock_staff(ARRAY[person]);
    SELECT jsonb_agg(
        jsonb_build_object(
            'pointer', '/adjustments/' || g.place - 1,
            'detail', 'The person already has something of the same class in that time.',
            'id', a.adjustment_id,
            'activity', c.code,
            'start', replace((a.starts_at AT TIME ZONE 'UTC')::text, ' ', 'T') || 'Z',
            'end', replace((a.ends_at AT TIME ZONE 'UTC')::text, ' ', 'T') || 'Z'
        )
        ORDER BY g.place, a.starts_at
    ) INTO faults
    FROM ROWS FROM (
        jsonb_to_recordset(body -> 'adjustments') AS (activity text, start timestamptz, "end" timestamptz)
    ) WITH ORDINALITY AS g (activity, start, "end", place)
    JOIN org.activity AS w ON w.code = g.activity
    -- By class and time at once, however much the person has: OFFSET keeps it from being read by person alone.
    CROSS JOIN LATERAL (
        SELECT
            o.adjustment_id,
            o.activity_id,
            o.starts_at,
            o.ends_at
        FROM schedule.adjustment AS o
        WHERE
            o.staff_id = person
            AND o.class = w.class
            AND o.state = 'approved'
            AND o.during && tstzrange(g.start, g."end")
        OFFSET 0
    ) AS a
    JOIN org.activity AS c ON c.activity_id = a.activity_id;
    IF faults IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST007',
            MESSAGE = 'The person already has something of the same class in that time.',
            CONSTRAINT = 'adjustment_no_overlap',
            DETAIL = faults::text;
    END IF;
    new_request := schedule.store_approved_request(
        person, body -> 'adjustments', body ->> 'reason', requested_by => acting, decided_by => acting
    );
    RETURN api.request_get(new_request);
END;
$$;
COMMENT ON FUNCTION api.create_request(jsonb) IS
'Stores a request {staff_id, adjustments: [{activity, start, end, note?}], reason?} and approves it; all of it or nothing.
start, end: RFC 3339 instants in whole minutes, at most 366 days apart. At most 1000 adjustments.
Everything that is wrong is said at once, and so is what stands in the way.
Body: request_new.
Answer: request.
Problems: schedule-overlap.';
GRANT EXECUTE ON FUNCTION api.create_request(jsonb) TO strata_user;
