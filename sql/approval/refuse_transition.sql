CREATE FUNCTION approval.refuse_transition() RETURNS trigger
LANGUAGE plpgsql VOLATILE
SET search_path = ''
AS $$
BEGIN
    IF (OLD.state, NEW.state) IN (
        ('draft', 'pending'), ('draft', 'withdrawn'),
        ('pending', 'approved'), ('pending', 'rejected'), ('pending', 'withdrawn'), ('pending', 'expired'),
        ('approved', 'cancelled')
    ) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION USING
        ERRCODE = '23514',
        CONSTRAINT = 'request_state_known',
        MESSAGE = format('A request that is %s does not become %s.', OLD.state, NEW.state);
END;
$$;
COMMENT ON FUNCTION approval.refuse_transition() IS
'Trigger of schedule.request: one state follows another only as the life of a request has it, whoever writes.';
CREATE TRIGGER refuse_transition BEFORE UPDATE OF state ON schedule.request
FOR EACH ROW WHEN (old.state IS DISTINCT FROM new.state) EXECUTE FUNCTION approval.refuse_transition();
