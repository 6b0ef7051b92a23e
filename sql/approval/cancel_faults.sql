CREATE FUNCTION approval.cancel_faults(body jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE
SET search_path = ''
AS $$
DECLARE
    faults jsonb := '[]';
    item jsonb;
    pointer text;
    request schedule.request;
    others bigint[];
    other bigint;
BEGIN
    IF jsonb_typeof(body -> 'cancels') <> 'array' OR jsonb_array_length(body -> 'cancels') > 1000 THEN
        RETURN jsonb_build_array(api.fault('/cancels', 'cancels must be a list of at most 1000 ids of requests.'));
    END IF;
    FOR item, pointer IN
        SELECT
            e.item,
            '/cancels/' || e.place - 1
        FROM jsonb_array_elements(body -> 'cancels') WITH ORDINALITY AS e (item, place)
    LOOP
        IF NOT api.is_id(item) THEN
            faults := faults || api.fault(pointer, 'It must be the id of a request, a number.');
            CONTINUE;
        END IF;
        SELECT r.* INTO request
        FROM schedule.request AS r
        WHERE r.request_id = (item #>> '{}')::bigint;
        IF NOT FOUND OR NOT approval.may_see(request) THEN
            faults := faults || api.fault(pointer, format('There is no request %s.', item));
        ELSIF request.state <> 'approved' THEN
            faults := faults || api.fault(
                pointer, format('The request %s is %s: only an approved one can be cancelled.', item, request.state)
            );
        ELSIF body -> 'staff_id' NOT IN (to_jsonb(request.staff_id), coalesce(to_jsonb(request.partner_id), 'null')) THEN
            faults := faults || api.fault(pointer, format('The request %s is about somebody else.', item));
        ELSIF (SELECT count(*) FROM jsonb_array_elements(body -> 'cancels') AS e (named) WHERE e.named = item) > 1 THEN
            faults := faults || api.fault(pointer, format('The request %s is named twice.', item));
        ELSE
            other := CASE
                WHEN request.partner_id = (body ->> 'staff_id')::bigint THEN request.staff_id
                ELSE request.partner_id
            END;
            IF other <> ALL(others) THEN
                faults := faults || api.fault(pointer, 'The requests are about more than two people: cancel them one by one.');
            ELSIF other IS NOT NULL THEN
                others := ARRAY[other];
            END IF;
        END IF;
    END LOOP;
    RETURN faults;
END;
$$;
COMMENT ON FUNCTION approval.cancel_faults(jsonb) IS
'Everything that is wrong with the requests that a body asks to cancel, as a list of {pointer, detail}.';
