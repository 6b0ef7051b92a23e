-- Whoever takes, assigns or withdraws a shift waits here for whoever came first, and then sees what came of it.
CREATE FUNCTION approval.lock_shift(id bigint) RETURNS approval.open_shift
LANGUAGE plpgsql VOLATILE
SET search_path = ''
AS $$
DECLARE
    shift approval.open_shift;
BEGIN
    IF NOT EXISTS (SELECT FROM approval.visible_shifts() AS v WHERE v.open_shift_id = lock_shift.id) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST004', COLUMN = 'id', MESSAGE = format('There is no open shift %s.', lock_shift.id);
    END IF;
    SELECT o.* INTO STRICT shift
    FROM approval.open_shift AS o
    WHERE o.open_shift_id = lock_shift.id
    FOR NO KEY UPDATE;
    RETURN shift;
END;
$$;
COMMENT ON FUNCTION approval.lock_shift(bigint) IS
'An offered shift, locked until the end of the transaction. Errors: ST004 (id) when there is none that the acting account may
know of.';
