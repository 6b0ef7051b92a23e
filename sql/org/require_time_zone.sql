-- A check constraint would accept what PostgreSQL reads as a zone: "JST", "foo3". Only names of the IANA list are kept.
CREATE FUNCTION org.require_time_zone() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_timezone_names AS z WHERE z.name = NEW.time_zone) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST001',
            COLUMN = 'time_zone',
            MESSAGE = format('%s is not the name of an IANA time zone.', NEW.time_zone);
    END IF;
    RETURN NEW;
END;
$$;
COMMENT ON FUNCTION org.require_time_zone() IS 'Trigger: the time zone must be in the IANA list (ST001, time_zone).';
CREATE TRIGGER require_time_zone BEFORE INSERT OR UPDATE OF time_zone ON org.site
FOR EACH ROW EXECUTE FUNCTION org.require_time_zone();
CREATE TRIGGER require_time_zone BEFORE INSERT OR UPDATE OF time_zone ON org.settings
FOR EACH ROW EXECUTE FUNCTION org.require_time_zone();
