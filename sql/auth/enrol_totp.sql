CREATE FUNCTION auth.enrol_totp(verified bytea, secret text) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    acting CONSTANT bigint := auth.account_id();
BEGIN
    IF NOT auth.password_accepted(acting, verified) THEN
        RETURN 'failed';
    END IF;
    UPDATE auth.credential AS c SET
        totp_secret = secret,
        totp_last_step = NULL
    WHERE c.account_id = acting AND c.totp_confirmed_at IS NULL;
    RETURN CASE WHEN FOUND THEN 'enrolled' ELSE 'confirmed' END;
END;
$$;
COMMENT ON FUNCTION auth.enrol_totp(bytea, text) IS
'Keeps the secret of a second factor for the acting account, until a code confirms it: enrolled; failed: the password; confirmed:
there is a second factor already.';
GRANT EXECUTE ON FUNCTION auth.enrol_totp(bytea, text) TO strata_login;
