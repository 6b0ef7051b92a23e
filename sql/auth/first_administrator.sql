CREATE FUNCTION auth.first_administrator() RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = ''
BEGIN ATOMIC
    SELECT min(a.account_id)
    FROM auth.account AS a
    INNER JOIN auth.role_grant AS g ON a.account_id = g.account_id
    WHERE a.active AND g.role = 'admin' AND g.unit_id IS NULL;
END;
COMMENT ON FUNCTION auth.first_administrator() IS
'The account as which the server acts until logins exist; null when there is none.';
GRANT EXECUTE ON FUNCTION auth.first_administrator() TO strata_user;
