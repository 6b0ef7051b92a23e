CREATE FUNCTION auth.remove_reporting_login(login text) RETURNS boolean
LANGUAGE plpgsql VOLATILE
SET search_path = ''
AS $$
BEGIN
    DELETE FROM auth.reporting_login AS r WHERE r.login = remove_reporting_login.login;
    RETURN found;
END;
$$;
COMMENT ON FUNCTION auth.remove_reporting_login(text) IS
'Takes the account away from a login of the database, which from then on reads nothing. Returns whether it had one.';
