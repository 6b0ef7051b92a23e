CREATE FUNCTION api.request_cancel(id bigint, body jsonb) RETURNS json
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    acting CONSTANT bigint := auth.require_account();
    request schedule.request;
    made record;
BEGIN
    PERFORM approval.check_action(body, FALSE);
    request := approval.lock_request(request_cancel.id);
    IF request.state <> 'approved' OR (body ->> 'version')::bigint <> approval.version_of(request.recorded_from) THEN
        PERFORM approval.refuse_changed(request.request_id, request.state, request.recorded_from);
    END IF;
    SELECT s.shortages INTO STRICT made
    FROM approval.store_request(jsonb_build_object(
        -- The other person of a swap may ask for its end too.
        'staff_id', CASE WHEN request.partner_id = auth.own_staff_id() THEN request.partner_id ELSE request.staff_id END,
        'cancels', jsonb_build_array(request_cancel.id),
        'reason', body -> 'comment'
    )) AS s;
    RETURN approval.answer(request_cancel.id, made.shortages);
END;
$$;
COMMENT ON FUNCTION api.request_cancel(bigint, jsonb) IS
'Asks for the end of an approved request, by a request that cancels it (cancelled_by): the rules decide about it as about any other.
version: that was read; another one, or another state, is answered with 409 and what holds now.
Body: request_action.
Answer: request.
Problems: request-changed, coverage-shortage.';
GRANT EXECUTE ON FUNCTION api.request_cancel(bigint, jsonb) TO strata_user;
