-- By the rules of whoever offered it: so that account must still be one who may offer it.
CREATE FUNCTION approval.require_offerer(shift approval.open_shift) RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = ''
AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM auth.account AS a
        WHERE
            a.account_id = shift.offered_by
            AND a.active
            AND (
                approval.holds_on(a.account_id, 'manager', shift.unit_id)
                OR (
                    shift.giver_id IS NOT NULL
                    AND approval.holds_on(a.account_id, 'manager', approval.home_unit(shift.giver_id, auth.today()))
                )
            )
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST006',
            COLUMN = 'id',
            MESSAGE = 'Who offered the shift may not offer it any more: somebody else must offer it anew.';
    END IF;
END;
$$;
COMMENT ON FUNCTION approval.require_offerer(approval.open_shift) IS
'Errors: ST006 (id) when the account that offered a shift is not active any more, or manages neither the unit nor the giver.';
