-- A day that is written here is no longer the library's, so reading the library again leaves it alone.
CREATE FUNCTION org.write_holiday() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    first_minute integer;
    end_minute integer;
    closed_minutes int4range;
BEGIN
    IF TG_OP = 'DELETE' THEN
        DELETE FROM org.holiday WHERE holiday_id = OLD.id;
        RETURN OLD;
    END IF;
    first_minute := coalesce(org.minute_of(NEW.start, 'start'), 0);
    end_minute := coalesce(org.minute_of(NEW."end", 'end'), 1440);
    closed_minutes := CASE WHEN first_minute < end_minute THEN int4range(first_minute, end_minute) ELSE 'empty' END;
    IF TG_OP = 'INSERT' THEN
        INSERT INTO org.holiday (site_id, day, name, closed, source)
        VALUES (NEW.site_id, NEW.day, NEW.name, closed_minutes, NULL)
        RETURNING holiday_id INTO STRICT NEW.id;
    ELSIF NEW IS DISTINCT FROM OLD THEN
        UPDATE org.holiday
        SET
            site_id = NEW.site_id,
            day = NEW.day,
            name = NEW.name,
            closed = closed_minutes,
            source = NULL
        WHERE holiday_id = OLD.id;
    END IF;
    RETURN NEW;
END;
$$;
COMMENT ON FUNCTION org.write_holiday() IS 'Trigger: writes a holiday through its resource. Errors: ST001 (start, end).';
CREATE TRIGGER write_holiday INSTEAD OF INSERT OR UPDATE OR DELETE ON org.holiday_resource
FOR EACH ROW EXECUTE FUNCTION org.write_holiday();
