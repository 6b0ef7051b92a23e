CREATE FUNCTION api.open_shift_withdraw(id bigint) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    acting CONSTANT bigint := auth.require_account();
    shift CONSTANT approval.open_shift := approval.lock_shift(open_shift_withdraw.id);
BEGIN
    IF NOT approval.may_offer(shift.unit_id, shift.giver_id) THEN
        RAISE EXCEPTION USING
            ERRCODE = '42501', MESSAGE = 'This needs the role manager on the unit, or for the person who gives it away.';
    END IF;
    PERFORM approval.require_open(shift);
    UPDATE approval.open_shift AS o
    SET state = 'withdrawn'
    WHERE o.open_shift_id = shift.open_shift_id;
    RETURN api.open_shift_get(open_shift_withdraw.id);
END;
$$;
COMMENT ON FUNCTION api.open_shift_withdraw(bigint) IS
'Offers a shift no more that nobody has taken yet. It needs the role manager on the unit or for the giver.
Answer: open_shift.
Problems: shift-taken.';
GRANT EXECUTE ON FUNCTION api.open_shift_withdraw(bigint) TO strata_user;
