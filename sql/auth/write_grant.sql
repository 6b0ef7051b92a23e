CREATE FUNCTION auth.write_grant() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        DELETE FROM auth.role_grant WHERE grant_id = OLD.id;
        RETURN OLD;
    END IF;
    IF TG_OP = 'INSERT' THEN
        INSERT INTO auth.role_grant (account_id, role, unit_id)
        VALUES (NEW.account_id, NEW.role, NEW.unit_id)
        RETURNING grant_id INTO STRICT NEW.id;
    ELSIF NEW IS DISTINCT FROM OLD THEN
        UPDATE auth.role_grant
        SET
            account_id = NEW.account_id,
            role = NEW.role,
            unit_id = NEW.unit_id
        WHERE grant_id = OLD.id;
    END IF;
    RETURN NEW;
END;
$$;
COMMENT ON FUNCTION auth.write_grant() IS 'Trigger: writes a grant through its resource.';
CREATE TRIGGER write_grant INSTEAD OF INSERT OR UPDATE OR DELETE ON auth.grant_resource
FOR EACH ROW EXECUTE FUNCTION auth.write_grant();
