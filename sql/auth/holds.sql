CREATE FUNCTION auth.holds(role text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED
SET search_path = ''
AS $$
DECLARE
    account CONSTANT bigint := auth.account_id();
    roles CONSTANT text[] := auth.roles_from(role);
BEGIN
    IF account IS NULL THEN
        RETURN auth.is_unrestricted();
    END IF;
    RETURN EXISTS (SELECT FROM auth.role_grant AS g WHERE g.account_id = account AND g.role = ANY(roles));
END;
$$;
COMMENT ON FUNCTION auth.holds(text) IS 'Whether the acting account has at least this role anywhere.';
GRANT EXECUTE ON FUNCTION auth.holds(text) TO strata_user, strata_bi;
