CREATE FUNCTION approval.apply(request_id bigint, on_conflict text, OUT shortages jsonb)
LANGUAGE plpgsql VOLATILE
SET search_path = ''
AS $$
#variable_conflict use_variable
DECLARE
    request schedule.request;
    asked schedule.adjustment[];
    cancelled_requests bigint[];
    cancelled schedule.request;
    lock_date date;
    coverage text[];
    faults jsonb;
    shifted record;
BEGIN
    SELECT r.* INTO STRICT request
    FROM schedule.request AS r
    WHERE r.request_id = request_id;
    asked := ARRAY(SELECT a FROM schedule.adjustment AS a WHERE a.request_id = request_id ORDER BY a.adjustment_id);
    cancelled_requests := ARRAY(
        SELECT c.cancelled_id FROM schedule.cancellation AS c WHERE c.request_id = request_id ORDER BY c.cancelled_id
    );
    SELECT
        max(r.lock_date),
        array_agg(r.coverage)
    INTO lock_date, coverage
    FROM approval.rule AS r
    WHERE r.rule_id = ANY(request.rule_ids);
    PERFORM approval.refuse_locked(request, asked, cancelled_requests, lock_date);
    FOR cancelled IN
        SELECT r.* FROM schedule.request AS r
        WHERE r.request_id = ANY(cancelled_requests)
        ORDER BY r.request_id
        FOR UPDATE
    LOOP
        IF cancelled.state <> 'approved' THEN
            PERFORM approval.refuse_changed(
                cancelled.request_id, cancelled.state, cancelled.recorded_from,
                '/cancels/' || array_position(cancelled_requests, cancelled.request_id) - 1
            );
        END IF;
    END LOOP;
    IF request.kind = 'swap' AND approval.swap_changed(request, asked) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST082', MESSAGE = 'The days of the two people are not what they were when the swap was asked for: ask again.';
    END IF;
    IF request.kind <> 'swap' AND on_conflict = 'reject' THEN
        faults := approval.conflicts(asked, cancelled_requests);
        IF faults IS NOT NULL THEN
            RAISE EXCEPTION USING
                ERRCODE = 'ST007',
                MESSAGE = 'The person already has something of the same class in that time.',
                CONSTRAINT = 'adjustment_no_overlap',
                DETAIL = faults::text;
        END IF;
    END IF;
    IF 'block' = ANY(coverage) OR 'warn' = ANY(coverage) THEN
        shortages := approval.shortages(request);
        IF shortages IS NOT NULL AND 'block' = ANY(coverage) THEN
            RAISE EXCEPTION USING
                ERRCODE = 'ST081', MESSAGE = 'It would leave too few people.', DETAIL = shortages::text;
        END IF;
    END IF;
    IF cancelled_requests <> '{}' THEN
        UPDATE schedule.adjustment AS a SET state = 'cancelled'
        WHERE a.request_id = ANY(cancelled_requests) AND a.state = 'approved';
        UPDATE schedule.request AS r SET state = 'cancelled' WHERE r.request_id = ANY(cancelled_requests);
    END IF;
    FOR shifted IN
        SELECT
            g.staff_id,
            g.class,
            range_agg(tstzrange(g.starts_at, g.ends_at)) AS during
        FROM unnest(asked) AS g
        WHERE on_conflict = 'replace'
        GROUP BY g.staff_id, g.class
    LOOP
        PERFORM approval.cut(shifted.staff_id, shifted.class, shifted.during);
    END LOOP;
    IF request.kind = 'swap' THEN
        PERFORM approval.cut(request.staff_id, NULL, request.swapped), approval.cut(request.partner_id, NULL, request.swapped);
    END IF;
    UPDATE schedule.adjustment AS a SET state = 'approved' WHERE a.request_id = request_id;
END;
$$;
COMMENT ON FUNCTION approval.apply(bigint, text) IS
'Lets what a request asks for count: cancels, cuts what it replaces, and approves its adjustments. Whoever calls it has locked the
people and the request. Returns the coverage shortages that it makes worse, null for none or where no rule asks. Errors: ST080 what it
cancels is not approved any more, ST001 it lies before the lock date, ST007, ST081, ST082.';
