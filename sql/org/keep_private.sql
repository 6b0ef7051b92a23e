-- What others see instead of something private must not be private itself, and its numbers are not counted for all. Those
-- who change it wait for each other, so that two of them cannot do it together.
CREATE FUNCTION org.keep_private() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    hidden text;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('org.activity private'));
    SELECT a.code INTO hidden FROM org.activity AS a WHERE a.activity_id = NEW.shown_as AND a.private;
    IF FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST001',
            COLUMN = 'shown_as',
            MESSAGE = format('The activity %s is private itself: others must not see it.', hidden);
    END IF;
    SELECT a.code INTO hidden FROM org.activity AS a WHERE a.shown_as = NEW.activity_id LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST006',
            COLUMN = 'private',
            MESSAGE = format('The activity %s is shown as this one, so this one cannot be private.', hidden);
    END IF;
    IF EXISTS (SELECT FROM schedule.coverage_requirement_activity AS c WHERE c.activity_id = NEW.activity_id) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST006',
            COLUMN = 'private',
            MESSAGE = 'Coverage requirements count this activity, so it cannot be private.';
    END IF;
    RETURN NULL;
END;
$$;
COMMENT ON FUNCTION org.keep_private() IS
'Trigger: a private activity is shown as one that is not, and no coverage requirement counts it. Errors: ST001 (shown_as),
ST006 (private).';
CREATE TRIGGER keep_private AFTER INSERT OR UPDATE OF private, shown_as ON org.activity
FOR EACH ROW WHEN (new.private) EXECUTE FUNCTION org.keep_private();
