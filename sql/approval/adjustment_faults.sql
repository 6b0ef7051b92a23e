CREATE FUNCTION approval.adjustment_faults(adjustments jsonb, needed boolean) RETURNS jsonb
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
    -- What was read so far: class and range of the good ones.
    kinds smallint[] := '{}';
    ranges tstzrange[] := '{}';
BEGIN
    IF jsonb_typeof(adjustments) IS DISTINCT FROM 'array'
        OR jsonb_array_length(adjustments) NOT BETWEEN needed::integer AND 1000
    THEN
        RETURN jsonb_build_array(api.fault('/adjustments', 'adjustments must be a list of 1 to 1000 adjustments.'));
    END IF;
    FOR item, pointer IN
        SELECT
            e.item,
            '/adjustments/' || e.place - 1
        FROM jsonb_array_elements(adjustments) WITH ORDINALITY AS e (item, place)
    LOOP
        IF jsonb_typeof(item) <> 'object' THEN
            faults := faults || api.fault(pointer, 'An adjustment must be an object.');
            CONTINUE;
        END IF;
        faults := faults || approval.unknown_fields(item, '{activity,start,end,note}', pointer);
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
            SELECT r.instant, r.sentence INTO STRICT instant, sentence FROM approval.read_minute(item, field) AS r;
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
COMMENT ON FUNCTION approval.adjustment_faults(jsonb, boolean) IS
'Everything that is wrong with the adjustments of a body, as a list of {pointer, detail}; needed: whether there must be one.';
