CREATE FUNCTION import.write_profile() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        DELETE FROM import.profile WHERE profile_id = OLD.id;
        RETURN OLD;
    END IF;
    IF TG_OP = 'INSERT' THEN
        INSERT INTO import.profile (name, kind, definition)
        VALUES (NEW.name, NEW.kind, NEW.definition)
        RETURNING profile_id INTO STRICT NEW.id;
    ELSIF NEW IS DISTINCT FROM OLD THEN
        UPDATE import.profile
        SET
            name = NEW.name,
            kind = NEW.kind,
            definition = NEW.definition
        WHERE profile_id = OLD.id;
    END IF;
    RETURN NEW;
END;
$$;
COMMENT ON FUNCTION import.write_profile() IS 'Trigger: writes a stored profile through its resource.';
CREATE TRIGGER write_profile INSTEAD OF INSERT OR UPDATE OR DELETE ON import.profile_resource
FOR EACH ROW EXECUTE FUNCTION import.write_profile();
