CREATE FUNCTION api.import_run(batch bigint, mode text, faults text, ignored jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    acting CONSTANT bigint := auth.require_account();
BEGIN
    PERFORM auth.require_everywhere('admin');
    PERFORM import.require_running(batch);
    RETURN import.run(batch, mode, faults, ignored);
END;
$$;
COMMENT ON FUNCTION api.import_run(bigint, text, text, jsonb) IS
'Runs an import that this transaction began and returns its report. Unless its status is stored, the caller rolls back.
Errors: 404, 422 for an unknown mode.';
GRANT EXECUTE ON FUNCTION api.import_run(bigint, text, text, jsonb) TO strata_user;
