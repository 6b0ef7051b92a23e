CREATE FUNCTION approval.fill_involved() RETURNS trigger
LANGUAGE plpgsql VOLATILE
SET search_path = ''
AS $$
BEGIN
    NEW.involved := approval.involved(NEW.request_id);
    NEW.staff_id := (SELECT r.staff_id FROM schedule.request AS r WHERE r.request_id = NEW.request_id);
    NEW.consent := EXISTS (
        SELECT
        FROM approval.step AS s
        JOIN schedule.request AS r ON r.request_id = s.request_id
        JOIN auth.account AS a ON a.staff_id = r.partner_id
        WHERE s.step_id = NEW.step_id AND s.deciders = 'partner' AND a.account_id = NEW.account_id
    );
    RETURN NEW;
END;
$$;
COMMENT ON FUNCTION approval.fill_involved() IS
'Trigger of approval.decision: who is involved is not for the writer to say; the constraint then refuses them.';
CREATE TRIGGER fill_involved BEFORE INSERT OR UPDATE ON approval.decision
FOR EACH ROW EXECUTE FUNCTION approval.fill_involved();
