CREATE FUNCTION api.import_open(
    kind text, profile text, file_name text, file_hash text, options jsonb, labels jsonb
) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    acting CONSTANT bigint := auth.require_account();
BEGIN
    PERFORM auth.require_everywhere('admin');
    RETURN import.open_batch(kind, profile, file_name, file_hash, options, labels);
END;
$$;
COMMENT ON FUNCTION api.import_open(text, text, text, text, jsonb, jsonb) IS
'Begins an import within one transaction: its rows are added next, then it is run. Returns its id. Errors: 422 for an unknown kind.';
GRANT EXECUTE ON FUNCTION api.import_open(text, text, text, text, jsonb, jsonb) TO strata_user;
