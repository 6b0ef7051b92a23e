-- An update has locked its row before this trigger runs: the wrong order. Whoever called schedule.lock_staff first
-- passes at once. Whoever did not waits a little and then gives way with 55P03, which is to be tried again, before
-- the wait could become a deadlock.
CREATE FUNCTION schedule.lock_person_soon() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
SET lock_timeout = '100ms'
AS $$
BEGIN
    PERFORM FROM org.staff AS s WHERE s.staff_id = NEW.staff_id FOR NO KEY UPDATE;
    RETURN NEW;
END;
$$;
COMMENT ON FUNCTION schedule.lock_person_soon() IS
'Trigger: locks the person of an updated row; 55P03 after 100 ms, to be tried again.';
CREATE TRIGGER lock_person_soon BEFORE UPDATE ON schedule.contract
FOR EACH ROW EXECUTE FUNCTION schedule.lock_person_soon();
CREATE TRIGGER lock_person_soon BEFORE UPDATE ON schedule.adjustment
FOR EACH ROW EXECUTE FUNCTION schedule.lock_person_soon();
