CREATE FUNCTION org.write_settings() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
BEGIN
    IF NEW IS DISTINCT FROM OLD THEN
        UPDATE org.settings
        SET
            organisation_name = NEW.organisation_name,
            time_zone = NEW.time_zone,
            history_retention_days = NEW.history_retention_days,
            event_retention_days = NEW.event_retention_days
        WHERE singleton;
    END IF;
    RETURN NEW;
END;
$$;
COMMENT ON FUNCTION org.write_settings() IS 'Trigger: changes the settings through their resource.';
CREATE TRIGGER write_settings INSTEAD OF UPDATE ON org.settings_resource
FOR EACH ROW EXECUTE FUNCTION org.write_settings();
