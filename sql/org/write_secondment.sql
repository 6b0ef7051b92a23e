CREATE FUNCTION org.write_secondment() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
BEGIN
    PERFORM schedule.lock_staff(ARRAY[CASE TG_OP WHEN 'DELETE' THEN OLD.staff_id ELSE NEW.staff_id END]);
    IF TG_OP = 'DELETE' THEN
        DELETE FROM org.secondment WHERE secondment_id = OLD.id;
        RETURN OLD;
    END IF;
    IF TG_OP = 'INSERT' OR NEW."from" <> OLD."from" THEN
        PERFORM org.refuse_departed(NEW.staff_id, NEW."from");
    END IF;
    IF TG_OP = 'INSERT'
        OR (NEW.staff_id, NEW.unit_id, NEW."from", NEW."to") IS DISTINCT FROM (OLD.staff_id, OLD.unit_id, OLD."from", OLD."to")
    THEN
        PERFORM org.refuse_secondment(NEW.staff_id, NEW.unit_id, org.date_range(NEW."from", NEW."to"));
    END IF;
    IF TG_OP = 'INSERT' THEN
        INSERT INTO org.secondment (staff_id, unit_id, valid)
        VALUES (NEW.staff_id, NEW.unit_id, org.date_range(NEW."from", NEW."to"))
        RETURNING secondment_id INTO STRICT NEW.id;
    ELSIF NEW IS DISTINCT FROM OLD THEN
        UPDATE org.secondment
        SET
            staff_id = NEW.staff_id,
            unit_id = NEW.unit_id,
            valid = org.date_range(NEW."from", NEW."to")
        WHERE secondment_id = OLD.id;
    END IF;
    RETURN NEW;
END;
$$;
COMMENT ON FUNCTION org.write_secondment() IS 'Trigger: writes a secondment through its resource. Errors: ST006 (from, to, unit_id).';
CREATE TRIGGER write_secondment INSTEAD OF INSERT OR UPDATE OR DELETE ON org.secondment_resource
FOR EACH ROW EXECUTE FUNCTION org.write_secondment();
