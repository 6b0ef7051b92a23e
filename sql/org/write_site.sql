CREATE FUNCTION org.write_site() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        DELETE FROM org.site WHERE site_id = OLD.id;
        RETURN OLD;
    END IF;
    IF TG_OP = 'INSERT' THEN
        INSERT INTO org.site (name, time_zone)
        VALUES (NEW.name, NEW.time_zone)
        RETURNING site_id INTO STRICT NEW.id;
    ELSIF NEW IS DISTINCT FROM OLD THEN
        UPDATE org.site
        SET
            name = NEW.name,
            time_zone = NEW.time_zone
        WHERE site_id = OLD.id;
    END IF;
    RETURN NEW;
END;
$$;
COMMENT ON FUNCTION org.write_site() IS 'Trigger: writes a site through its resource.';
CREATE TRIGGER write_site INSTEAD OF INSERT OR UPDATE OR DELETE ON org.site_resource
FOR EACH ROW EXECUTE FUNCTION org.write_site();
