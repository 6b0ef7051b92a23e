-- All that is wrong with the body of a request at once, so that nobody mends it one answer at a time.
CREATE FUNCTION api.request_faults(body jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE
SET search_path = ''
AS $$
DECLARE
    faults jsonb := '[]';
    field text;
    -- An empty list asks for nothing.
    asked CONSTANT boolean := body ->> 'days' IS NOT NULL OR coalesce(body -> 'cancels', 'null') NOT IN ('null', '[]');
    deadline record;
BEGIN
    IF jsonb_typeof(body) <> 'object' THEN
        RETURN jsonb_build_array(api.fault('', 'The body must be an object.'));
    END IF;
    faults := faults || approval.unknown_fields(
        body, '{staff_id,adjustments,cancels,reason,preset_id,days,on_conflict,deadline,draft,swap}'
    );
    IF NOT api.is_id(body -> 'staff_id') THEN
        faults := faults || api.fault('/staff_id', 'staff_id must be the id of a person, a number.');
    ELSIF NOT approval.is_known_person((body ->> 'staff_id')::bigint) THEN
        faults := faults || api.fault('/staff_id', format('There is no person %s.', body ->> 'staff_id'));
    END IF;
    IF jsonb_typeof(body -> 'reason') NOT IN ('string', 'null') THEN
        faults := faults || api.fault('/reason', 'reason must be text.');
    END IF;
    IF body ->> 'on_conflict' IS NOT NULL AND body -> 'on_conflict' NOT IN ('"reject"', '"replace"') THEN
        faults := faults || api.fault('/on_conflict', 'on_conflict must be reject or replace.');
    END IF;
    IF body ->> 'draft' IS NOT NULL AND jsonb_typeof(body -> 'draft') <> 'boolean' THEN
        faults := faults || api.fault('/draft', 'draft must be true or false.');
    END IF;
    IF body ->> 'deadline' IS NOT NULL THEN
        SELECT r.instant, r.sentence INTO STRICT deadline FROM approval.read_minute(body, 'deadline') AS r;
        IF deadline.instant IS NULL THEN
            faults := faults || api.fault('/deadline', deadline.sentence);
        ELSIF deadline.instant <= now() THEN
            faults := faults || api.fault('/deadline', 'deadline must lie in the future.');
        END IF;
    END IF;
    IF body ->> 'swap' IS NOT NULL THEN
        FOREACH field IN ARRAY '{adjustments,cancels,preset_id,days}'::text[]
        LOOP
            IF body ->> field IS NOT NULL THEN
                faults := faults || api.fault('/' || field, 'A swap asks for nothing else.');
            END IF;
        END LOOP;
        RETURN faults || approval.swap_faults(body);
    END IF;
    IF body ->> 'preset_id' IS NOT NULL OR body ->> 'days' IS NOT NULL THEN
        faults := faults || approval.preset_faults(body);
    END IF;
    IF body ->> 'cancels' IS NOT NULL THEN
        faults := faults || approval.cancel_faults(body);
    END IF;
    IF body ->> 'adjustments' IS NOT NULL OR NOT asked THEN
        faults := faults || approval.adjustment_faults(body -> 'adjustments', NOT asked);
    END IF;
    RETURN faults;
END;
$$;
COMMENT ON FUNCTION api.request_faults(jsonb) IS
'Everything that is wrong with the body of a request, as a list of {pointer, detail}; empty when it is right. Of a person of whom the
acting account may not know it says what it says of nobody.';
