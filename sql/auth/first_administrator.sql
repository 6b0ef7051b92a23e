CREATE FUNCTION auth.first_administrator() RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = ''
BEGIN ATOMIC
    SELECT min(account_id) FROM auth.account
    WHERE role = 'admin';
END;
COMMENT ON FUNCTION auth.first_administrator() IS
'The account as which the server acts until logins exist; null when there is none.';
GRANT EXECUTE ON FUNCTION auth.first_administrator() TO strata_user;
