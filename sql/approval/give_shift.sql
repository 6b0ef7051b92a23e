CREATE FUNCTION approval.give_shift(shift approval.open_shift, staff_id bigint) RETURNS jsonb
LANGUAGE plpgsql VOLATILE
SET search_path = ''
AS $$
DECLARE
    new_request bigint;
    shortages jsonb;
    code text;
    sentence text;
    faults text;
    broken text;
BEGIN
    INSERT INTO schedule.request AS r (staff_id, partner_id, kind, state, requested_by)
    VALUES (give_shift.staff_id, shift.giver_id, 'open_shift', 'draft', shift.offered_by)
    RETURNING r.request_id INTO STRICT new_request;
    INSERT INTO schedule.adjustment (request_id, staff_id, activity_id, class, starts_at, ends_at, state)
    SELECT
        new_request,
        g.staff_id,
        a.activity_id,
        a.class,
        shift.starts_at,
        shift.ends_at,
        'draft'
    FROM (
        SELECT give_shift.staff_id, shift.activity_id AS activity_id
        UNION ALL
        SELECT shift.giver_id, (SELECT f.activity_id FROM org.activity AS f WHERE f.code = 'off')
        WHERE shift.giver_id IS NOT NULL
    ) AS g (staff_id, activity_id)
    LEFT JOIN org.activity AS a ON a.activity_id = g.activity_id
    ORDER BY g.staff_id;
    -- Before it is decided: what comes of the request at once, a rejection too, finds the shift taken.
    UPDATE approval.open_shift AS o
    SET state = 'taken', request_id = new_request
    WHERE o.open_shift_id = shift.open_shift_id;
    shortages := approval.ask(new_request);
    RETURN CASE WHEN shortages IS NULL THEN '{}' ELSE jsonb_build_object('shortages', shortages) END;
EXCEPTION
    -- What the request cannot have is said of the shift: whoever takes it has written no adjustments.
    WHEN SQLSTATE 'ST001' OR SQLSTATE 'ST007' THEN
        GET STACKED DIAGNOSTICS
            code = RETURNED_SQLSTATE, sentence = MESSAGE_TEXT, faults = PG_EXCEPTION_DETAIL, broken = CONSTRAINT_NAME;
        RAISE EXCEPTION USING
            ERRCODE = code,
            MESSAGE = sentence,
            CONSTRAINT = broken,
            DETAIL = regexp_replace(faults, '"pointer": "/adjustments/[^"]*"', '"pointer": ""', 'g');
END;
$$;
COMMENT ON FUNCTION approval.give_shift(approval.open_shift, bigint) IS
'Makes the request by which a person has an offered shift, and its giver is off, in the name of the account that offered it. Returns
{shortages} when it is approved at once and makes some worse, else {}. Errors: those of approval.ask, without their pointers.';
