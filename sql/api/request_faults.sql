-- All that is wrong with the body of a request at once, so that nobody mends it one answer at a time.
CREATE FUNCTION api.request_faults(body jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE
SET search_path = ''
AS $$
DECLARE
    faults jsonb := '[]';
    item jsonb;
    pointer text;
    field text;
    instants timestamptz[];
    instant timestamptz;
    sentence text;
    kind smallint;
    -- What was read so far: place, class and range of the good ones.
    kinds smallint[] := '{}';
    ranges tstzrange[] := '{}';
BEGIN
    IF jsonb_typeof(body) <> 'object' THEN
        RETURN jsonb_build_array(jsonb_build_object('pointer', '', 'detail', 'The body must be an object.'));
    END IF;
    FOR field IN SELECT k FROM jsonb_object_keys(body) AS k WHERE k NOT IN ('staff_id', 'adjustments', 'reason')
    LOOP
        faults := faults || api.fault('/' || replace(replace(field, '~', '~0'), '/', '~1'), 'There is no such field.');
    END LOOP;
    IF coalesce(body ->> 'staff_id', '') !~ '^[1-9][0-9]{0,17}$' OR jsonb_typeof(body -> 'staff_id') <> 'number' THEN
        faults := faults || api.fault('/staff_id', 'staff_id must be the id of a person, a number.');
    ELSIF
        NOT EXISTS (SELECT FROM org.staff AS s WHERE s.staff_id = (body ->> 'staff_id')::bigint)
        OR NOT (auth.holds_everywhere('viewer') OR (body ->> 'staff_id')::bigint IN (SELECT auth.visible_staff()))
    THEN
        faults := faults || api.fault('/staff_id', format('There is no person %s.', body ->> 'staff_id'));
    END IF;
    IF jsonb_typeof(body -> 'reason') NOT IN ('string', 'null') THEN
        faults := faults || api.fault('/reason', 'reason must be text.');
    END IF;
    IF jsonb_typeof(body -> 'adjustments') IS DISTINCT FROM 'array'
        OR jsonb_array_length(body -> 'adjustments') NOT BETWEEN 1 AND 1000
    THEN
        RETURN faults || api.fault('/adjustments', 'adjustments must be a list of 1 to 1000 adjustments.');
    END IF;
    FOR item, pointer IN
        SELECT
            e.item,
            '/adjustments/' || e.place - 1
        FROM jsonb_array_elements(body -> 'adjustments') WITH ORDINALITY AS e (item, place)
    LOOP
        IF jsonb_typeof(item) <> 'object' THEN
            faults := faults || api.fault(pointer, 'An adjustment must be an object.');
            CONTINUE;
        END IF;
        FOR field IN SELECT k FROM jsonb_object_keys(item) AS k WHERE k NOT IN ('activity', 'start', 'end', 'note')
        LOOP
            faults := faults || api.fault(
                pointer || '/' || replace(replace(field, '~', '~0'), '/', '~1'), 'There is no such field.'
            );
        END LOOP;
        IF jsonb_typeof(item -> 'note') NOT IN ('string', 'null') THEN
            faults := faults || api.fault(pointer || '/note', 'note must be text.');
        END IF;
        SELECT a.class INTO kind
        FROM org.activity AS a
        -- As row security has it: who may not ask for anything does not learn what is private.
        WHERE
            a.code = item ->> 'activity'
            AND (NOT a.private OR auth.holds('staff') OR auth.own_staff_id() IS NOT NULL);
        IF NOT FOUND THEN
            faults := faults || api.fault(
                pointer || '/activity',
                coalesce('There is no activity ' || (item ->> 'activity') || '.', 'activity is missing.')
            );
        END IF;
        instants := '{}';
        FOREACH field IN ARRAY ARRAY['start', 'end']
        LOOP
            BEGIN
                sentence := field || ' must be an RFC 3339 instant, such as 2026-11-23T09:00:00Z.';
                -- Without a zone a date becomes nothing; a blank for "+" is for addresses only.
                instant := CASE
                    WHEN item ->> field ~ ' [0-9]{2}:?[0-9]{2}$' THEN NULL
                    ELSE schedule.read_instant(item ->> field, field, NULL)
                END;
                IF instant <> date_trunc('minute', instant, 'UTC') THEN
                    sentence := field || ' must be a whole minute.';
                    instant := NULL;
                END IF;
            EXCEPTION
                WHEN SQLSTATE 'ST001' OR SQLSTATE 'ST002' THEN
                    instant := NULL;
            END;
            IF instant IS NULL THEN
                faults := faults || api.fault(pointer || '/' || field, sentence);
            END IF;
            instants := instants || instant;
        END LOOP;
        IF instants[1] >= instants[2] THEN
            faults := faults || api.fault(pointer || '/end', 'end must be later than start.');
        ELSIF instants[2] - instants[1] > interval '366 days' THEN
            faults := faults || api.fault(pointer || '/end', 'An adjustment is at most 366 days long.');
        ELSIF instants[1] < instants[2] AND kind IS NOT NULL THEN
            IF EXISTS (
                SELECT FROM unnest(kinds, ranges) AS earlier (class, during)
                WHERE earlier.class = kind AND earlier.during && tstzrange(instants[1], instants[2])
            ) THEN
                faults := faults || api.fault(pointer, 'It overlaps an earlier adjustment of the list of the same class.');
            END IF;
            kinds := kinds || kind;
            ranges := ranges || tstzrange(instants[1], instants[2]);
        END IF;
    END LOOP;
    RETURN faults;
END;
$$;
COMMENT ON FUNCTION api.request_faults(jsonb) IS
'Everything that is wrong with the body of POST /v1/requests, as a list of {pointer, detail}; empty when it is right. Of a person of
whom the acting account may not know it says what it says of nobody.';
