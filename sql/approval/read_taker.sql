CREATE FUNCTION approval.read_taker(body jsonb, own bigint) RETURNS bigint
LANGUAGE plpgsql STABLE
SET search_path = ''
AS $$
DECLARE
    faults jsonb := '[]';
    person bigint := own;
BEGIN
    IF jsonb_typeof(body) <> 'object' THEN
        faults := jsonb_build_array(api.fault('', 'The body must be an object.'));
    ELSE
        faults := faults || approval.unknown_fields(body, '{staff_id}');
        IF jsonb_typeof(body -> 'staff_id') IS NOT NULL AND jsonb_typeof(body -> 'staff_id') <> 'null' THEN
            person := CASE WHEN api.is_id(body -> 'staff_id') THEN (body ->> 'staff_id')::bigint END;
        END IF;
        IF person IS NULL THEN
            faults := faults || api.fault('/staff_id', 'staff_id must be the id of a person, a number.');
        ELSIF NOT approval.is_known_person(person) THEN
            faults := faults || api.fault('/staff_id', format('There is no person %s.', person));
        END IF;
    END IF;
    IF faults <> '[]' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST001', MESSAGE = 'The body cannot be accepted as it is.', DETAIL = faults::text;
    END IF;
    RETURN person;
END;
$$;
COMMENT ON FUNCTION approval.read_taker(jsonb, bigint) IS
'The person that a body {staff_id} names, or own when it names none. Errors: ST001 (staff_id), also for a person of whom the acting
account may not know.';
