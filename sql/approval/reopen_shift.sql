CREATE FUNCTION approval.reopen_shift() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
BEGIN
    WITH reopened AS (
        UPDATE approval.open_shift AS o
        SET state = 'open', request_id = NULL
        WHERE o.request_id = NEW.request_id
        RETURNING o.open_shift_id
    )
    DELETE FROM approval.open_shift_taker AS t
    USING reopened AS r
    WHERE t.open_shift_id = r.open_shift_id AND t.staff_id = NEW.staff_id;
    RETURN NULL;
END;
$$;
COMMENT ON FUNCTION approval.reopen_shift() IS
'Trigger: a shift whose request comes to nothing, or is cancelled, is offered again; who had taken it does not ask for it any more.';
CREATE TRIGGER reopen_shift AFTER UPDATE OF state ON schedule.request
FOR EACH ROW WHEN (
    new.kind = 'open_shift' AND new.state IN ('rejected', 'withdrawn', 'expired', 'cancelled') AND new.state <> old.state
)
EXECUTE FUNCTION approval.reopen_shift();
