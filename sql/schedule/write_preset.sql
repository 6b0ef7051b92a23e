CREATE FUNCTION schedule.write_preset() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        DELETE FROM schedule.preset WHERE preset_id = OLD.id;
        RETURN OLD;
    END IF;
    IF TG_OP = 'UPDATE' AND schedule.same_lines(NEW.lines, OLD.lines) THEN
        NEW.lines := OLD.lines;
    END IF;
    IF TG_OP = 'INSERT' THEN
        INSERT INTO schedule.preset (name, category, display_order, staff_id, unit_id)
        VALUES (NEW.name, NEW.category, NEW.display_order, NEW.staff_id, NEW.unit_id)
        RETURNING preset_id INTO STRICT NEW.id;
    ELSIF NEW IS NOT DISTINCT FROM OLD THEN
        RETURN NEW;
    ELSE
        -- The preset is written too, so that the version of the resource grows when only lines change.
        UPDATE schedule.preset
        SET
            name = NEW.name,
            category = NEW.category,
            display_order = NEW.display_order,
            staff_id = NEW.staff_id,
            unit_id = NEW.unit_id
        WHERE preset_id = OLD.id;
        IF NEW.lines = OLD.lines THEN
            RETURN NEW;
        END IF;
        DELETE FROM schedule.preset_line WHERE preset_id = OLD.id;
    END IF;
    PERFORM schedule.require_lines(NEW.lines, NULL, by_class => TRUE);
    INSERT INTO schedule.preset_line (preset_id, day_offset, start_minute, minutes, activity_id, class, note)
    SELECT
        NEW.id,
        l.day,
        l.start_minute,
        l.minutes,
        l.activity_id,
        l.class,
        l.note
    FROM schedule.read_lines(NEW.lines) AS l
    ORDER BY l.day, l.start_minute;
    RETURN NEW;
END;
$$;
COMMENT ON FUNCTION schedule.write_preset() IS
'Trigger: writes a preset through its resource. Errors: those of schedule.require_lines.';
CREATE TRIGGER write_preset INSTEAD OF INSERT OR UPDATE OR DELETE ON schedule.preset_resource
FOR EACH ROW EXECUTE FUNCTION schedule.write_preset();
