CREATE FUNCTION auth.is_somebody() RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED
SET search_path = ''
AS $$
BEGIN
    RETURN auth.account_id() IS NOT NULL OR auth.is_unrestricted();
END;
$$;
COMMENT ON FUNCTION auth.is_somebody() IS 'Whether an account acts, or an administrator of the database.';
GRANT EXECUTE ON FUNCTION auth.is_somebody() TO strata_user, strata_bi;
