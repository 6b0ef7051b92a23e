CREATE FUNCTION org.write_activity() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    stand_in bigint;
BEGIN
    IF TG_OP = 'DELETE' THEN
        DELETE FROM org.activity WHERE activity_id = OLD.id;
        RETURN OLD;
    END IF;
    SELECT a.activity_id INTO stand_in FROM org.activity AS a WHERE a.code = NEW.shown_as;
    IF stand_in IS NULL AND NEW.shown_as IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST001', COLUMN = 'shown_as', MESSAGE = format('There is no activity %s.', NEW.shown_as);
    END IF;
    IF TG_OP = 'INSERT' THEN
        INSERT INTO org.activity (code, name, colour, class, works, available, absent, private, shown_as)
        VALUES (NEW.code, NEW.name, NEW.colour, NEW.class, NEW.works, NEW.available, NEW.absent, NEW.private, stand_in)
        RETURNING activity_id INTO STRICT NEW.id;
    ELSIF NEW IS DISTINCT FROM OLD THEN
        UPDATE org.activity
        SET
            code = NEW.code,
            name = NEW.name,
            colour = NEW.colour,
            class = NEW.class,
            works = NEW.works,
            available = NEW.available,
            absent = NEW.absent,
            private = NEW.private,
            shown_as = stand_in
        WHERE activity_id = OLD.id;
    END IF;
    RETURN NEW;
EXCEPTION
    -- What uses the activity takes its new class.
    WHEN exclusion_violation THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST006',
            COLUMN = 'class',
            MESSAGE = 'Adjustments or presets that are stored would overlap within that class.';
END;
$$;
COMMENT ON FUNCTION org.write_activity() IS
'Trigger: writes an activity through its resource. Errors: ST001 (shown_as), ST006 (class).';
CREATE TRIGGER write_activity INSTEAD OF INSERT OR UPDATE OR DELETE ON org.activity_resource
FOR EACH ROW EXECUTE FUNCTION org.write_activity();
