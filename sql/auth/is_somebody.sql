CREATE FUNCTION auth.is_somebody() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL RESTRICTED
SET search_path = ''
RETURN auth.account_id() IS NOT NULL OR auth.is_unrestricted();
COMMENT ON FUNCTION auth.is_somebody() IS 'Whether an account acts, or an administrator of the database.';
GRANT EXECUTE ON FUNCTION auth.is_somebody() TO strata_user, strata_bi;
