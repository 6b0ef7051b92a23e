CREATE FUNCTION auth.begin_login(email text) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = ''
BEGIN ATOMIC
    SELECT
        jsonb_build_object(
            'account_id', max(a.account_id),
            -- A right password may be hashed anew: nobody who has to wait is to be told that by the time.
            'password_hash', max(c.password_hash) FILTER (WHERE coalesce(c.throttled_until <= now(), TRUE)),
            'totp_secret', max(c.totp_secret) FILTER (WHERE c.totp_confirmed_at IS NOT NULL)
        )
    FROM auth.account AS a
    INNER JOIN auth.credential AS c ON a.account_id = c.account_id
    WHERE a.email = lower(btrim(begin_login.email)) AND a.active;
END;
COMMENT ON FUNCTION auth.begin_login(text) IS
'What a password and a code are compared with: {account_id, password_hash, totp_secret}, all null for whom nobody can sign in as;
no password_hash while the account has to wait.';
GRANT EXECUTE ON FUNCTION auth.begin_login(text) TO strata_login;
