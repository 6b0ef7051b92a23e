CREATE FUNCTION api.session_end_others() RETURNS json
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    acting CONSTANT bigint := auth.require_account();
BEGIN
    PERFORM auth.end_sessions(acting, auth.session_id(), 'ended');
    RETURN NULL;
END;
$$;
COMMENT ON FUNCTION api.session_end_others() IS
'Ends all sessions of the account but this one.';
GRANT EXECUTE ON FUNCTION api.session_end_others() TO strata_user;
