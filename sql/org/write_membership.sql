CREATE FUNCTION org.write_membership() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
BEGIN
    PERFORM schedule.lock_staff(ARRAY[CASE TG_OP WHEN 'DELETE' THEN OLD.staff_id ELSE NEW.staff_id END]);
    IF TG_OP = 'DELETE' THEN
        DELETE FROM org.membership WHERE membership_id = OLD.id;
        -- The person shows the home unit, so the version of the person grows too.
        UPDATE org.staff SET name = name WHERE staff_id = OLD.staff_id;
        RETURN OLD;
    END IF;
    IF TG_OP = 'INSERT' THEN
        INSERT INTO org.membership (staff_id, unit_id, valid)
        VALUES (NEW.staff_id, NEW.unit_id, org.date_range(NEW."from", NEW."to"))
        RETURNING membership_id INTO STRICT NEW.id;
    ELSIF NEW IS DISTINCT FROM OLD THEN
        UPDATE org.membership
        SET
            staff_id = NEW.staff_id,
            unit_id = NEW.unit_id,
            valid = org.date_range(NEW."from", NEW."to")
        WHERE membership_id = OLD.id;
    END IF;
    RETURN NEW;
END;
$$;
COMMENT ON FUNCTION org.write_membership() IS 'Trigger: writes a membership through its resource.';
CREATE TRIGGER write_membership INSTEAD OF INSERT OR UPDATE OR DELETE ON org.membership_resource
FOR EACH ROW EXECUTE FUNCTION org.write_membership();
