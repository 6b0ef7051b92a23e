CREATE FUNCTION approval.require_taker(shift approval.open_shift, staff_id bigint) RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = ''
AS $$
DECLARE
    sentence text;
BEGIN
    IF shift.ends_at <= now() THEN
        RAISE EXCEPTION USING ERRCODE = 'ST001', COLUMN = 'id', MESSAGE = 'The shift is over.';
    END IF;
    sentence := approval.taker_fault(shift, require_taker.staff_id);
    IF sentence IS NOT NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'ST001', COLUMN = 'staff_id', MESSAGE = sentence;
    END IF;
END;
$$;
COMMENT ON FUNCTION approval.require_taker(approval.open_shift, bigint) IS
'Errors: ST001 (id) for a shift that is over, ST001 (staff_id) for a person who cannot have it, by approval.taker_fault.';
