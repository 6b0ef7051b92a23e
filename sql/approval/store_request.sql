CREATE FUNCTION approval.store_request(body jsonb, OUT request_id bigint, OUT shortages jsonb)
LANGUAGE plpgsql VOLATILE
SET search_path = ''
AS $$
#variable_conflict use_variable
DECLARE
    new_request bigint;
    partner bigint;
BEGIN
    PERFORM approval.check_body(body);
    -- Whoever else writes for these people waits, so what is found here still holds when we write.
    partner := approval.partner_of(body);
    PERFORM schedule.lock_staff(ARRAY[(body ->> 'staff_id')::bigint, partner]);
    INSERT INTO schedule.request AS r (
        staff_id, partner_id, kind, swapped, state, reason, requested_by, on_conflict, deadline, preset_id
    )
    VALUES (
        (body ->> 'staff_id')::bigint,
        partner,
        CASE WHEN body ->> 'swap' IS NULL THEN 'change' ELSE 'swap' END,
        CASE WHEN body ->> 'swap' IS NOT NULL THEN approval.swap_parts(body) END,
        'draft',
        body ->> 'reason',
        auth.account_id(),
        coalesce(body ->> 'on_conflict', 'reject'),
        (body ->> 'deadline')::timestamptz,
        (body ->> 'preset_id')::bigint
    )
    RETURNING r.request_id INTO STRICT new_request;
    PERFORM approval.store_content(new_request, body);
    IF NOT coalesce((body ->> 'draft')::boolean, FALSE) THEN
        shortages := approval.ask(new_request);
    END IF;
    request_id := new_request;
END;
$$;
COMMENT ON FUNCTION approval.store_request(jsonb) IS
'Stores what the acting account asks for, as a draft or asked for at once, and returns the id of the request, and the coverage
shortages that an automatic approval makes worse. Errors: those of approval.check_body and approval.ask.';
