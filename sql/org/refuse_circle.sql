-- Moves wait for each other, so that two of them cannot close a circle together.
CREATE FUNCTION org.refuse_circle() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('org.unit tree'));
    IF NEW.parent_id IN (SELECT s FROM org.unit_subtree(NEW.unit_id) AS s) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST006',
            COLUMN = 'parent_id',
            MESSAGE = format('Unit %s cannot be moved below itself.', NEW.unit_id);
    END IF;
    RETURN NEW;
END;
$$;
COMMENT ON FUNCTION org.refuse_circle() IS 'Trigger: a unit cannot be moved below itself (ST006, parent_id).';
CREATE TRIGGER refuse_circle BEFORE UPDATE OF parent_id ON org.unit
FOR EACH ROW WHEN (old.parent_id IS DISTINCT FROM new.parent_id) EXECUTE FUNCTION org.refuse_circle();
