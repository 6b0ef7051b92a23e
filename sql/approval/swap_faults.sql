CREATE FUNCTION approval.swap_faults(body jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE
SET search_path = ''
AS $$
DECLARE
    swap CONSTANT jsonb := body -> 'swap';
    person CONSTANT bigint := CASE WHEN api.is_id(body -> 'staff_id') THEN (body ->> 'staff_id')::bigint END;
    partner bigint;
    faults jsonb := '[]';
    item jsonb;
    pointer text;
    sentence text;
    starts_at timestamptz;
    ends_at timestamptz;
    parts tstzmultirange := '{}';
    seen tstzmultirange;
BEGIN
    IF swap IS NULL OR jsonb_typeof(swap) = 'null' THEN
        RETURN faults;
    ELSIF jsonb_typeof(swap) <> 'object' THEN
        RETURN jsonb_build_array(api.fault('/swap', 'swap must be an object of staff_id and parts.'));
    END IF;
    faults := faults || approval.unknown_fields(swap, '{staff_id,parts}', '/swap');
    IF NOT api.is_id(swap -> 'staff_id') THEN
        faults := faults || api.fault('/swap/staff_id', 'staff_id must be the id of the other person, a number.');
    ELSIF NOT approval.is_known_person((swap ->> 'staff_id')::bigint) THEN
        faults := faults || api.fault('/swap/staff_id', format('There is no person %s.', swap ->> 'staff_id'));
    ELSIF (swap ->> 'staff_id')::bigint = person THEN
        faults := faults || api.fault('/swap/staff_id', 'Nobody exchanges time with oneself.');
    ELSE
        partner := (swap ->> 'staff_id')::bigint;
    END IF;
    IF jsonb_typeof(swap -> 'parts') IS DISTINCT FROM 'array' OR jsonb_array_length(swap -> 'parts') NOT BETWEEN 1 AND 1000 THEN
        RETURN faults || api.fault('/swap/parts', 'parts must be a list of 1 to 1000 parts.');
    END IF;
    FOR item, pointer IN
        SELECT
            e.item,
            '/swap/parts/' || e.place - 1
        FROM jsonb_array_elements(swap -> 'parts') WITH ORDINALITY AS e (item, place)
    LOOP
        IF jsonb_typeof(item) <> 'object' THEN
            faults := faults || api.fault(pointer, 'A part must be an object of start and end.');
            CONTINUE;
        END IF;
        faults := faults || approval.unknown_fields(item, '{start,end}', pointer);
        SELECT r.instant, r.sentence INTO STRICT starts_at, sentence FROM approval.read_minute(item, 'start') AS r;
        IF starts_at IS NULL THEN
            faults := faults || api.fault(pointer || '/start', sentence);
        END IF;
        SELECT r.instant, r.sentence INTO STRICT ends_at, sentence FROM approval.read_minute(item, 'end') AS r;
        IF ends_at IS NULL THEN
            faults := faults || api.fault(pointer || '/end', sentence);
        END IF;
        IF starts_at >= ends_at THEN
            faults := faults || api.fault(pointer || '/end', 'end must be later than start.');
        ELSIF starts_at < ends_at THEN
            IF parts && tstzrange(starts_at, ends_at) THEN
                faults := faults || api.fault(pointer, 'It overlaps an earlier part.');
            END IF;
            parts := parts + tstzmultirange(tstzrange(starts_at, ends_at));
        END IF;
    END LOOP;
    IF upper(parts) - lower(parts) > interval '366 days' THEN
        faults := faults || api.fault('/swap/parts', 'All parts must lie within 366 days.');
    END IF;
    -- Time in which the acting account may not see the other one is not looked at.
    IF faults <> '[]' OR person IS NULL OR NOT approval.is_known_person(person) THEN
        RETURN faults;
    END IF;
    PERFORM auth.require_asking(person);
    SELECT coalesce(range_agg(tstzrange(v.starts_at, v.ends_at)), '{}') INTO STRICT seen
    FROM auth.visible_time(ARRAY[partner], lower(parts), upper(parts)) AS v;
    IF NOT parts <@ seen THEN
        RETURN jsonb_build_array(api.fault('/swap/parts', format('Person %s cannot be seen in all of that time.', partner)));
    END IF;
    IF NOT EXISTS (SELECT FROM approval.swap_adjustments(person, partner, parts)) THEN
        faults := faults || api.fault('/swap/parts', 'Neither of the two has anything in that time.');
    END IF;
    RETURN faults;
EXCEPTION
    WHEN SQLSTATE 'ST001' THEN
        GET STACKED DIAGNOSTICS sentence = PG_EXCEPTION_DETAIL;
        RETURN sentence::jsonb;
END;
$$;
COMMENT ON FUNCTION approval.swap_faults(jsonb) IS
'Everything that is wrong with the swap of a body of POST /v1/requests, {staff_id, parts: [{start, end}]}, as a list of {pointer,
detail}; empty when it is right, or when there is none. Errors: 42501 of
auth.require_asking, before anything is said of schedules.';
