CREATE FUNCTION schedule.write_duty() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        DELETE FROM schedule.duty WHERE duty_id = OLD.id;
        RETURN OLD;
    END IF;
    IF TG_OP = 'INSERT' THEN
        INSERT INTO schedule.duty (name, day, staff_id, unit_id, note)
        VALUES (NEW.name, NEW.day, NEW.staff_id, NEW.unit_id, NEW.note)
        RETURNING duty_id INTO STRICT NEW.id;
    ELSIF NEW IS DISTINCT FROM OLD THEN
        UPDATE schedule.duty
        SET
            name = NEW.name,
            day = NEW.day,
            staff_id = NEW.staff_id,
            unit_id = NEW.unit_id,
            note = NEW.note
        WHERE duty_id = OLD.id;
    END IF;
    RETURN NEW;
END;
$$;
COMMENT ON FUNCTION schedule.write_duty() IS 'Trigger: writes a duty through its resource.';
CREATE TRIGGER write_duty INSTEAD OF INSERT OR UPDATE OR DELETE ON schedule.duty_resource
FOR EACH ROW EXECUTE FUNCTION schedule.write_duty();
