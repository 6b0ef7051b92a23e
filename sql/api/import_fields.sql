CREATE FUNCTION api.import_fields(kind text) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = ''
BEGIN ATOMIC
    SELECT import.fields(import_fields.kind);
END;
COMMENT ON FUNCTION api.import_fields(text) IS
'The columns that a file of a kind may have; null when files of that kind have columns of their own, or there is no such kind.';
GRANT EXECUTE ON FUNCTION api.import_fields(text) TO strata_user;
