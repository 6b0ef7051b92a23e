CREATE FUNCTION auth.own_credential() RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = ''
BEGIN ATOMIC
    SELECT
        jsonb_build_object(
            'email', a.email,
            -- See auth.begin_login.
            'password_hash', CASE WHEN coalesce(c.throttled_until <= now(), TRUE) THEN c.password_hash END,
            'totp_secret', c.totp_secret,
            'totp_confirmed', c.totp_confirmed_at IS NOT NULL
        )
    FROM auth.account AS a
    LEFT JOIN auth.credential AS c ON a.account_id = c.account_id
    WHERE a.account_id = auth.account_id();
END;
COMMENT ON FUNCTION auth.own_credential() IS
'What a password and a code of the acting account are compared with: {email, password_hash, totp_secret, totp_confirmed}.';
GRANT EXECUTE ON FUNCTION auth.own_credential() TO strata_login;
