CREATE FUNCTION api.import_get(id bigint) RETURNS json
LANGUAGE plpgsql STABLE
SET search_path = ''
AS $$
DECLARE
    acting CONSTANT bigint := auth.require_account();
    resource CONSTANT jsonb := import.answer(import_get.id);
BEGIN
    IF resource IS NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST004', COLUMN = 'id', MESSAGE = format('There is no import %s.', import_get.id);
    END IF;
    RETURN resource;
END;
$$;
COMMENT ON FUNCTION api.import_get(bigint) IS
'One import with its report: what became of each row (outcome, remark, faults), and what it changed in the effective schedule.
Answer: import.';
GRANT EXECUTE ON FUNCTION api.import_get(bigint) TO strata_user;
