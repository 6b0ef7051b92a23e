CREATE FUNCTION api.import_add(batch bigint, file_rows jsonb) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    acting CONSTANT bigint := auth.require_account();
BEGIN
    PERFORM auth.require_everywhere('admin');
    PERFORM import.require_running(batch);
    PERFORM import.add_rows(batch, file_rows);
END;
$$;
COMMENT ON FUNCTION api.import_add(bigint, jsonb) IS
'Adds rows to an import that this transaction began: an array of {ordinal, line, data}. Errors: 404.';
GRANT EXECUTE ON FUNCTION api.import_add(bigint, jsonb) TO strata_user;
