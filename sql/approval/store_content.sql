CREATE FUNCTION approval.store_content(request_id bigint, body jsonb) RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = ''
AS $$
#variable_conflict use_variable
BEGIN
    DELETE FROM schedule.adjustment AS a WHERE a.request_id = request_id;
    DELETE FROM schedule.cancellation AS c WHERE c.request_id = request_id;
    INSERT INTO schedule.adjustment (request_id, staff_id, activity_id, class, starts_at, ends_at, state, note)
    SELECT
        request_id,
        g.staff_id,
        g.activity_id,
        g.class,
        g.starts_at,
        g.ends_at,
        'draft',
        g.note
    FROM approval.asked_adjustments(body) AS g;
    INSERT INTO schedule.cancellation (request_id, cancelled_id)
    SELECT
        request_id,
        c.id::bigint
    FROM jsonb_array_elements_text(nullif(body -> 'cancels', 'null')) WITH ORDINALITY AS c (id, place)
    ORDER BY c.place;
END;
$$;
COMMENT ON FUNCTION approval.store_content(bigint, jsonb) IS
'Gives a request the adjustments and cancellations that a checked body asks for, instead of those it had.';
