CREATE FUNCTION api.import_profile(kind text, profile text) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    acting CONSTANT bigint := auth.require_account();
BEGIN
    PERFORM auth.require_everywhere('admin');
    RETURN import.stored_profile(kind, profile);
END;
$$;
COMMENT ON FUNCTION api.import_profile(text, text) IS
'What the stored profile of this name says about files of a kind; an empty object when no profile is named. Errors: 404.';
GRANT EXECUTE ON FUNCTION api.import_profile(text, text) TO strata_user;
