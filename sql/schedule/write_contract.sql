CREATE FUNCTION schedule.write_contract() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
BEGIN
    PERFORM schedule.lock_staff(ARRAY[CASE TG_OP WHEN 'DELETE' THEN OLD.staff_id ELSE NEW.staff_id END]);
    IF TG_OP = 'DELETE' THEN
        DELETE FROM schedule.contract WHERE contract_id = OLD.id;
        RETURN OLD;
    END IF;
    IF TG_OP = 'INSERT' OR NEW."from" <> OLD."from" THEN
        PERFORM org.refuse_departed(NEW.staff_id, NEW."from");
    END IF;
    IF TG_OP = 'INSERT' THEN
        INSERT INTO schedule.contract (staff_id, site_id, pattern_id, anchor, valid, holiday_rule)
        VALUES (NEW.staff_id, NEW.site_id, NEW.pattern_id, NEW.anchor, org.date_range(NEW."from", NEW."to"), NEW.holiday_rule)
        RETURNING contract_id INTO STRICT NEW.id;
    ELSIF NEW IS DISTINCT FROM OLD THEN
        UPDATE schedule.contract
        SET
            staff_id = NEW.staff_id,
            site_id = NEW.site_id,
            pattern_id = NEW.pattern_id,
            anchor = NEW.anchor,
            valid = org.date_range(NEW."from", NEW."to"),
            holiday_rule = NEW.holiday_rule
        WHERE contract_id = OLD.id;
    END IF;
    RETURN NEW;
END;
$$;
COMMENT ON FUNCTION schedule.write_contract() IS 'Trigger: writes a contract through its resource. Errors: ST006 (from).';
CREATE TRIGGER write_contract INSTEAD OF INSERT OR UPDATE OR DELETE ON schedule.contract_resource
FOR EACH ROW EXECUTE FUNCTION schedule.write_contract();
