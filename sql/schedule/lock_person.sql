-- The same for whoever inserts a row without asking: the person is locked before an overlap is looked for.
CREATE FUNCTION schedule.lock_person() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
BEGIN
    PERFORM FROM org.staff AS s WHERE s.staff_id = NEW.staff_id FOR NO KEY UPDATE;
    RETURN NEW;
END;
$$;
COMMENT ON FUNCTION schedule.lock_person() IS 'Trigger: locks the person of an inserted row.';
CREATE TRIGGER lock_person BEFORE INSERT ON schedule.contract
FOR EACH ROW EXECUTE FUNCTION schedule.lock_person();
CREATE TRIGGER lock_person BEFORE INSERT ON schedule.adjustment
FOR EACH ROW EXECUTE FUNCTION schedule.lock_person();
