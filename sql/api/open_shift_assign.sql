CREATE FUNCTION api.open_shift_assign(id bigint, body jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    acting CONSTANT bigint := auth.require_account();
    shift CONSTANT approval.open_shift := approval.lock_shift(open_shift_assign.id);
    taker bigint;
    more jsonb;
BEGIN
    IF NOT approval.may_offer(shift.unit_id, shift.giver_id) THEN
        RAISE EXCEPTION USING
            ERRCODE = '42501', MESSAGE = 'This needs the role manager on the unit, or for the person who gives it away.';
    END IF;
    taker := approval.read_taker(body, NULL);
    PERFORM approval.require_open(shift);
    IF NOT EXISTS (
        SELECT FROM approval.open_shift_taker AS t
        WHERE t.open_shift_id = shift.open_shift_id AND t.staff_id = taker
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST001', COLUMN = 'staff_id', MESSAGE = 'The person has not said to be willing to take the shift.';
    END IF;
    PERFORM schedule.lock_staff(ARRAY[taker, shift.giver_id]);
    PERFORM approval.require_taker(shift, taker);
    PERFORM approval.require_offerer(shift);
    more := approval.give_shift(shift, taker);
    RETURN api.open_shift_get(open_shift_assign.id) || more;
END;
$$;
COMMENT ON FUNCTION api.open_shift_assign(bigint, jsonb) IS
'Gives an offered shift to one of those who would take it, by a request in the name of who offered it, which its rules decide. It
needs the role manager on the unit or for the giver.
Body: open_shift_assign.
Answer: open_shift.
Problems: shift-taken, schedule-overlap, coverage-shortage, conflict.';
GRANT EXECUTE ON FUNCTION api.open_shift_assign(bigint, jsonb) TO strata_user;
