CREATE FUNCTION approval.shift_faults(body jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE
SET search_path = ''
AS $$
DECLARE
    faults jsonb := '[]';
    sentence text;
    kind smallint;
    starts_at timestamptz;
    ends_at timestamptz;
BEGIN
    IF jsonb_typeof(body) <> 'object' THEN
        RETURN jsonb_build_array(api.fault('', 'The body must be an object.'));
    END IF;
    faults := faults || approval.unknown_fields(body, '{unit_id,activity,start,end,note,taking,giver_id}');
    IF NOT api.is_id(body -> 'unit_id') THEN
        faults := faults || api.fault('/unit_id', 'unit_id must be the id of a unit, a number.');
    ELSIF
        NOT EXISTS (SELECT FROM org.unit AS u WHERE u.unit_id = (body ->> 'unit_id')::bigint)
        OR (body ->> 'unit_id')::bigint <> ALL(auth.visible_units())
    THEN
        faults := faults || api.fault('/unit_id', format('There is no unit %s.', body ->> 'unit_id'));
    END IF;
    SELECT a.class INTO kind
    FROM org.activity AS a
    -- As row security has it: who may not ask for anything does not learn what is private.
    WHERE
        a.code = body ->> 'activity' AND jsonb_typeof(body -> 'activity') = 'string'
        AND (NOT a.private OR auth.holds('staff') OR auth.own_staff_id() IS NOT NULL);
    IF NOT FOUND THEN
        faults := faults || api.fault(
            '/activity', coalesce('There is no activity ' || (body ->> 'activity') || '.', 'activity is missing.')
        );
    ELSIF kind = 3 OR (body ->> 'activity') IN (SELECT a.code FROM org.activity AS a WHERE a.private OR a.absent) THEN
        faults := faults || api.fault('/activity', 'An absence, or something private, cannot be offered.');
    END IF;
    SELECT r.instant, r.sentence INTO STRICT starts_at, sentence FROM approval.read_minute(body, 'start') AS r;
    IF starts_at IS NULL THEN
        faults := faults || api.fault('/start', sentence);
    END IF;
    SELECT r.instant, r.sentence INTO STRICT ends_at, sentence FROM approval.read_minute(body, 'end') AS r;
    IF ends_at IS NULL THEN
        faults := faults || api.fault('/end', sentence);
    END IF;
    IF starts_at >= ends_at THEN
        faults := faults || api.fault('/end', 'end must be later than start.');
    ELSIF ends_at - starts_at > interval '366 days' THEN
        faults := faults || api.fault('/end', 'A shift is at most 366 days long.');
    ELSIF ends_at <= now() THEN
        faults := faults || api.fault('/end', 'A shift that is over cannot be offered.');
    END IF;
    IF jsonb_typeof(body -> 'note') NOT IN ('string', 'null') THEN
        faults := faults || api.fault('/note', 'note must be text.');
    END IF;
    IF body -> 'taking' NOT IN ('"first"', '"chosen"') THEN
        faults := faults || api.fault('/taking', 'taking must be first or chosen.');
    END IF;
    IF jsonb_typeof(body -> 'giver_id') IS NOT NULL AND jsonb_typeof(body -> 'giver_id') <> 'null' THEN
        IF NOT api.is_id(body -> 'giver_id') THEN
            faults := faults || api.fault('/giver_id', 'giver_id must be the id of a person, a number.');
        ELSIF NOT approval.is_known_person((body ->> 'giver_id')::bigint) THEN
            faults := faults || api.fault('/giver_id', format('There is no person %s.', body ->> 'giver_id'));
        ELSIF NOT EXISTS (SELECT FROM org.activity AS a WHERE a.code = 'off') THEN
            faults := faults || api.fault('/giver_id', 'There is no activity off, which the person would be.');
        END IF;
    END IF;
    RETURN faults;
END;
$$;
COMMENT ON FUNCTION approval.shift_faults(jsonb) IS
'Everything that is wrong with the body of POST /v1/open-shifts, as a list of {pointer, detail}; empty when it is right. Of a unit or
person of which the acting account may not know it says what it says of none.';
