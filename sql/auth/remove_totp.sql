CREATE FUNCTION auth.remove_totp(verified bytea, step bigint, recovery_hash bytea) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    acting CONSTANT bigint := auth.account_id();
    confirmed boolean;
BEGIN
    IF NOT auth.password_accepted(acting, verified) THEN
        RETURN 'password';
    END IF;
    SELECT c.totp_confirmed_at IS NOT NULL INTO STRICT confirmed
    FROM auth.credential AS c
    WHERE c.account_id = acting;
    IF NOT confirmed THEN
        RETURN 'absent';
    END IF;
    IF NOT auth.code_accepted(acting, step, recovery_hash) THEN
        RETURN 'code';
    END IF;
    UPDATE auth.credential AS c SET
        totp_secret = NULL,
        totp_confirmed_at = NULL,
        totp_last_step = NULL
    WHERE c.account_id = acting;
    DELETE FROM auth.recovery_code AS r WHERE r.account_id = acting;
    RETURN 'removed';
END;
$$;
COMMENT ON FUNCTION auth.remove_totp(bytea, bigint, bytea) IS
'Takes the second factor of the acting account away: removed, or absent, or what is wrong: password or code.';
GRANT EXECUTE ON FUNCTION auth.remove_totp(bytea, bigint, bytea) TO strata_login;
