CREATE FUNCTION approval.copy_faults(body jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE
SET search_path = ''
AS $$
DECLARE
    -- A year of time zones and instants remains after it.
    last_day CONSTANT date := '9997-12-31';
    faults jsonb := '[]';
    week date;
    item jsonb;
    place bigint;
BEGIN
    IF jsonb_typeof(body) IS DISTINCT FROM 'object' THEN
        RETURN jsonb_build_array(api.fault('', 'The body must be an object.'));
    END IF;
    faults := faults || approval.unknown_fields(body, '{staff_id,unit_id,week,to,on_conflict,reason,preview}');
    IF (body ->> 'staff_id' IS NULL) = (body ->> 'unit_id' IS NULL) THEN
        faults := faults || api.fault('/staff_id', 'Give either staff_id or unit_id.');
    ELSIF body ->> 'staff_id' IS NOT NULL THEN
        IF NOT api.is_id(body -> 'staff_id') THEN
            faults := faults || api.fault('/staff_id', 'staff_id must be the id of a person, a number.');
        ELSIF NOT approval.is_known_person((body ->> 'staff_id')::bigint) THEN
            faults := faults || api.fault('/staff_id', format('There is no person %s.', body ->> 'staff_id'));
        END IF;
    ELSIF NOT api.is_id(body -> 'unit_id') THEN
        faults := faults || api.fault('/unit_id', 'unit_id must be the id of a unit, a number.');
    ELSIF (body ->> 'unit_id')::bigint <> ALL(auth.visible_units()) THEN
        faults := faults || api.fault('/unit_id', format('There is no unit %s.', body ->> 'unit_id'));
    END IF;
    IF jsonb_typeof(body -> 'week') IS DISTINCT FROM 'string' OR NOT api.is_date(body ->> 'week') THEN
        faults := faults || api.fault('/week', 'week must be a date (YYYY-MM-DD), a day of the week.');
    ELSIF (body ->> 'week')::date > last_day THEN
        faults := faults || api.fault('/week', 'week must not be later than 9997-12-31.');
    ELSE
        week := approval.week_of((body ->> 'week')::date);
    END IF;
    IF jsonb_typeof(body -> 'to') IS DISTINCT FROM 'array' OR jsonb_array_length(body -> 'to') NOT BETWEEN 1 AND 53 THEN
        faults := faults || api.fault('/to', 'to must be a list of 1 to 53 dates, a day of each week.');
    ELSE
        FOR item, place IN
            SELECT
                e.item,
                e.place - 1
            FROM jsonb_array_elements(body -> 'to') WITH ORDINALITY AS e (item, place)
        LOOP
            IF jsonb_typeof(item) <> 'string' OR NOT api.is_date(item #>> '{}') THEN
                faults := faults || api.fault('/to/' || place, 'A day must be a date (YYYY-MM-DD).');
            ELSIF (item #>> '{}')::date > last_day THEN
                faults := faults || api.fault('/to/' || place, 'A day must not be later than 9997-12-31.');
            ELSIF approval.week_of((item #>> '{}')::date) = week THEN
                faults := faults || api.fault('/to/' || place, 'This is the week that is copied.');
            END IF;
        END LOOP;
    END IF;
    IF jsonb_typeof(body -> 'reason') NOT IN ('string', 'null') THEN
        faults := faults || api.fault('/reason', 'reason must be text.');
    END IF;
    IF body ->> 'on_conflict' IS NOT NULL AND body -> 'on_conflict' NOT IN ('"reject"', '"replace"') THEN
        faults := faults || api.fault('/on_conflict', 'on_conflict must be reject or replace.');
    END IF;
    IF body ->> 'preview' IS NOT NULL AND jsonb_typeof(body -> 'preview') <> 'boolean' THEN
        faults := faults || api.fault('/preview', 'preview must be true or false.');
    END IF;
    RETURN faults;
END;
$$;
COMMENT ON FUNCTION approval.copy_faults(jsonb) IS
'Everything that is wrong with the body of POST /v1/requests/copies, as a list of {pointer, detail}; empty when it is right.';
