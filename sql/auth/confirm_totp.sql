CREATE FUNCTION auth.confirm_totp(secret text, step bigint, recovery_hashes bytea[]) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    acting CONSTANT bigint := auth.account_id();
    until timestamptz;
BEGIN
    SELECT c.throttled_until INTO until
    FROM auth.credential AS c
    WHERE c.account_id = acting
    FOR UPDATE;
    IF until > clock_timestamp() THEN
        RETURN FALSE;
    END IF;
    UPDATE auth.credential AS c SET
        totp_confirmed_at = clock_timestamp(),
        totp_last_step = confirm_totp.step
    WHERE
        c.account_id = acting
        AND c.totp_secret = confirm_totp.secret
        AND c.totp_confirmed_at IS NULL
        AND confirm_totp.step IS NOT NULL;
    IF NOT FOUND THEN
        PERFORM auth.note_failure(acting);
        RETURN FALSE;
    END IF;
    DELETE FROM auth.recovery_code AS r WHERE r.account_id = acting;
    INSERT INTO auth.recovery_code (account_id, code_hash)
    SELECT
        acting,
        h.hash
    FROM unnest(recovery_hashes) AS h (hash);
    RETURN TRUE;
END;
$$;
COMMENT ON FUNCTION auth.confirm_totp(text, bigint, bytea[]) IS
'From now on the acting account needs a code: true when step, in which its first code is right, is not null and this secret waits.
Anything else is noted as a failure, and nothing counts while the account has to wait.';
GRANT EXECUTE ON FUNCTION auth.confirm_totp(text, bigint, bytea[]) TO strata_login;
