CREATE FUNCTION api.import_rollback(id bigint) RETURNS json
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    acting CONSTANT bigint := auth.require_account();
BEGIN
    PERFORM auth.require_everywhere('admin');
    PERFORM import.roll_back(import_rollback.id);
    RETURN api.import_get(import_rollback.id);
END;
$$;
COMMENT ON FUNCTION api.import_rollback(bigint) IS
'Takes an import back, exactly: created rows are deleted, changed ones are as before, deleted ones are back with their ids.
Errors: 404; 409 when later changes stand on it (each is named, with time and account), or when it was rolled back already.
Answer: import.
Problems: import-has-successors, import-rolled-back, import-too-old.';
GRANT EXECUTE ON FUNCTION api.import_rollback(bigint) TO strata_user;
