CREATE FUNCTION api.open_shift_take(id bigint, body jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    acting CONSTANT bigint := auth.require_account();
    shift CONSTANT approval.open_shift := approval.lock_shift(open_shift_take.id);
    taker CONSTANT bigint := approval.read_taker(body, auth.own_staff_id());
    more jsonb := '{}';
BEGIN
    PERFORM auth.require_asking(taker);
    PERFORM approval.require_open(shift);
    -- Nobody becomes absent between being looked at and having the shift.
    PERFORM schedule.lock_staff(ARRAY[taker, shift.giver_id]);
    PERFORM approval.require_taker(shift, taker);
    IF shift.taking = 'chosen' THEN
        INSERT INTO approval.open_shift_taker (open_shift_id, staff_id)
        VALUES (shift.open_shift_id, taker)
        ON CONFLICT ON CONSTRAINT open_shift_taker_once DO NOTHING;
        -- Who would take it is shown with it: a new version.
        UPDATE approval.open_shift AS o SET state = o.state WHERE o.open_shift_id = shift.open_shift_id;
    ELSE
        PERFORM approval.require_offerer(shift);
        more := approval.give_shift(shift, taker);
    END IF;
    RETURN api.open_shift_get(open_shift_take.id) || more;
END;
$$;
COMMENT ON FUNCTION api.open_shift_take(bigint, jsonb) IS
'Takes an offered shift for the own person, or for staff_id, whom the account manages; of a shift whose taker is chosen it says that
the person would take it. Whoever takes it first has it, by a request in the name of who offered it, which its rules decide.
Body: open_shift_take.
Answer: open_shift.
Problems: shift-taken, schedule-overlap, coverage-shortage, conflict.';
GRANT EXECUTE ON FUNCTION api.open_shift_take(bigint, jsonb) TO strata_user;
