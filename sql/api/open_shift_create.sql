CREATE FUNCTION api.open_shift_create(body jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    acting CONSTANT bigint := auth.require_account();
    faults CONSTANT jsonb := approval.shift_faults(body);
    giver bigint;
    new_shift bigint;
BEGIN
    IF faults <> '[]' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST001', MESSAGE = 'The body cannot be accepted as it is.', DETAIL = faults::text;
    END IF;
    giver := (body ->> 'giver_id')::bigint;
    IF NOT approval.may_offer((body ->> 'unit_id')::bigint, giver) THEN
        RAISE EXCEPTION USING
            ERRCODE = '42501', MESSAGE = 'This needs the role manager on the unit, or for the person who gives it away.';
    END IF;
    IF giver IS NOT NULL THEN
        PERFORM auth.require_asking(giver);
    END IF;
    INSERT INTO approval.open_shift AS o (unit_id, activity_id, starts_at, ends_at, note, taking, giver_id, state, offered_by)
    SELECT
        (body ->> 'unit_id')::bigint,
        a.activity_id,
        (body ->> 'start')::timestamptz,
        (body ->> 'end')::timestamptz,
        body ->> 'note',
        coalesce(body ->> 'taking', 'first'),
        giver,
        'open',
        acting
    FROM org.activity AS a
    WHERE a.code = body ->> 'activity'
    RETURNING o.open_shift_id INTO STRICT new_shift;
    RETURN api.open_shift_get(new_shift);
END;
$$;
COMMENT ON FUNCTION api.open_shift_create(jsonb) IS
'Offers a shift to the people who are counted in a unit or below it. taking: first (the default), whoever takes it first has it;
chosen: somebody of those who would take it is chosen. giver_id: who would work it otherwise, and is off instead. It needs the role
manager on the unit or for the giver.
Body: open_shift_new.
Answer: open_shift.';
GRANT EXECUTE ON FUNCTION api.open_shift_create(jsonb) TO strata_user;
