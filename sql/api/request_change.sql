CREATE FUNCTION api.request_change(id bigint, body jsonb, version bigint[] DEFAULT NULL) RETURNS json
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    acting CONSTANT bigint := auth.require_account();
    request schedule.request;
    old jsonb;
    whole jsonb;
    shortages jsonb;
BEGIN
    request := approval.lock_request(request_change.id);
    PERFORM approval.require_own(request, 'change');
    PERFORM api.require_version(approval.version_of(request.recorded_from), request_change.version);
    IF request.state NOT IN ('draft', 'pending') OR request.kind = 'open_shift' THEN
        PERFORM approval.refuse_changed(request.request_id, request.state, request.recorded_from);
    END IF;
    IF jsonb_typeof(body) <> 'object' OR body ? 'staff_id' OR body ? 'draft' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST001',
            MESSAGE = 'The request cannot be changed like this.',
            DETAIL = jsonb_build_array(CASE
                WHEN jsonb_typeof(body) <> 'object' THEN api.fault('', 'The body must be an object.')
                WHEN body ? 'staff_id' THEN api.fault('/staff_id', 'The person of a request stays: withdraw it and ask anew.')
                ELSE api.fault('/draft', 'A draft is submitted, and nothing becomes a draft again.')
            END)::text;
    END IF;
    old := approval.body_of(request);
    whole := jsonb_strip_nulls(
        old || body
        || CASE
            WHEN jsonb_typeof(body -> 'swap') = 'object'
                THEN jsonb_build_object('swap', coalesce(old -> 'swap', '{}') || (body -> 'swap'))
            ELSE '{}'
        END
    );
    PERFORM approval.check_body(whole);
    PERFORM approval.refuse_other_people(request, whole);
    PERFORM approval.store_content(request.request_id, whole);
    IF request.state = 'pending' THEN
        shortages := approval.ask(request.request_id, whole);
    ELSE
        UPDATE schedule.request AS r SET
            reason = whole ->> 'reason',
            on_conflict = coalesce(whole ->> 'on_conflict', 'reject'),
            deadline = (whole ->> 'deadline')::timestamptz,
            preset_id = (whole ->> 'preset_id')::bigint,
            partner_id = approval.partner_of(whole),
            swapped = approval.swap_parts(whole)
        WHERE r.request_id = request.request_id;
    END IF;
    RETURN approval.answer(request.request_id, shortages);
END;
$$;
COMMENT ON FUNCTION api.request_change(bigint, jsonb, bigint[]) IS
'Changes the fields of a draft or pending request that the body has (JSON merge patch, RFC 7396), if the version is still the one that
was read; only who asked for it does. A pending one is then asked for anew: its steps begin again, and a decision that was meant for
the version before is refused.
Body: request_edit.
Answer: request.
Problems: request-changed, schedule-overlap, coverage-shortage.';
GRANT EXECUTE ON FUNCTION api.request_change(bigint, jsonb, bigint[]) TO strata_user;
