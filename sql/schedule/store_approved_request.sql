-- For whoever administers the database: a request that is stored approved, as a whole, without a decision.
CREATE FUNCTION schedule.store_approved_request(
    staff_id bigint,
    adjustments jsonb,
    reason text DEFAULT NULL,
    requested_by bigint DEFAULT NULL,
    decided_by bigint DEFAULT NULL,
    import_key text DEFAULT NULL
) RETURNS bigint
LANGUAGE plpgsql VOLATILE
SET search_path = ''
AS $$
#variable_conflict use_variable
DECLARE
    new_request bigint;
    unknown text;
BEGIN
    PERFORM schedule.lock_staff(ARRAY[staff_id]);
    SELECT g.activity INTO unknown
    FROM jsonb_to_recordset(adjustments) AS g (activity text)
    WHERE NOT EXISTS (SELECT FROM org.activity AS a WHERE a.code = g.activity)
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST001',
            COLUMN = 'activity',
            MESSAGE = format('There is no activity %s.', coalesce(unknown, 'without a code'));
    END IF;
    INSERT INTO schedule.request AS r (staff_id, state, automatic, reason, requested_by, decided_by, decided_at, import_key)
    VALUES (staff_id, 'approved', TRUE, reason, requested_by, decided_by, now(), import_key)
    RETURNING r.request_id INTO STRICT new_request;
    INSERT INTO schedule.adjustment (request_id, staff_id, activity_id, class, starts_at, ends_at, state, note)
    SELECT
        new_request,
        staff_id,
        a.activity_id,
        a.class,
        g.start,
        g."end",
        'approved',
        g.note
    FROM jsonb_to_recordset(adjustments) AS g (activity text, start timestamptz, "end" timestamptz, note text)
    JOIN org.activity AS a ON a.code = g.activity
    ORDER BY g.start;
    RETURN new_request;
END;
$$;
COMMENT ON FUNCTION schedule.store_approved_request(bigint, jsonb, text, bigint, bigint, text) IS
'Stores a request as approved, with its adjustments: an array of {activity, start, end, note}, instants in whole
minutes. Returns the id of the request. Errors: ST001 unknown activity, 23P01 adjustment_no_overlap, 23514 for a
reversed, too long or uneven range, 23503 unknown person.';
