CREATE FUNCTION org.write_unit() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        DELETE FROM org.unit WHERE unit_id = OLD.id;
        RETURN OLD;
    END IF;
    IF TG_OP = 'INSERT' THEN
        INSERT INTO org.unit (name, parent_id, short_name, colour, display_order)
        VALUES (NEW.name, NEW.parent_id, NEW.short_name, NEW.colour, NEW.display_order)
        RETURNING unit_id INTO STRICT NEW.id;
    ELSIF NEW IS DISTINCT FROM OLD THEN
        UPDATE org.unit
        SET
            name = NEW.name,
            parent_id = NEW.parent_id,
            short_name = NEW.short_name,
            colour = NEW.colour,
            display_order = NEW.display_order
        WHERE unit_id = OLD.id;
    END IF;
    RETURN NEW;
END;
$$;
COMMENT ON FUNCTION org.write_unit() IS 'Trigger: writes a unit through its resource.';
CREATE TRIGGER write_unit INSTEAD OF INSERT OR UPDATE OR DELETE ON org.unit_resource
FOR EACH ROW EXECUTE FUNCTION org.write_unit();
