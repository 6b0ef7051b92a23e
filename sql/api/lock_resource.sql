-- The rows behind a view cannot be locked through it, so those who change a resource by its version queue here, and behind
-- whoever changes many of its kind (api.lock_nouns).
CREATE FUNCTION api.lock_resource(noun text, id bigint) RETURNS bigint
LANGUAGE plpgsql VOLATILE
SET search_path = ''
AS $$
DECLARE
    present bigint;
BEGIN
    PERFORM pg_advisory_xact_lock_shared(hashtextextended(noun, 0));
    PERFORM pg_advisory_xact_lock(hashtextextended(noun || ' ' || id, 0));
    EXECUTE format('SELECT v.version FROM %s AS v WHERE v.id = $1', api.relation_of(noun)) INTO present USING id;
    IF present IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'ST004', COLUMN = 'id', MESSAGE = api.absence(noun, id);
    END IF;
    RETURN present;
END;
$$;
COMMENT ON FUNCTION api.lock_resource(text, bigint) IS
'Waits until nobody else is changing the resource, and returns its version. Errors: ST004 when there is none.';
