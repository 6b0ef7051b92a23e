CREATE FUNCTION auth.change_password(verified bytea, new_hash text) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    acting CONSTANT bigint := auth.account_id();
BEGIN
    IF NOT auth.password_accepted(acting, verified) THEN
        RETURN FALSE;
    END IF;
    UPDATE auth.credential AS c SET
        password_hash = new_hash,
        failures = 0,
        throttled_until = NULL
    WHERE c.account_id = acting;
    PERFORM auth.end_action_tokens(acting);
    PERFORM auth.end_sessions(acting, auth.session_id(), 'password');
    RETURN TRUE;
END;
$$;
COMMENT ON FUNCTION auth.change_password(bytea, text) IS
'Gives the acting account a new password and ends its other sessions and links; false
when the present one is wrong or may not be tried now.';
GRANT EXECUTE ON FUNCTION auth.change_password(bytea, text) TO strata_login;
