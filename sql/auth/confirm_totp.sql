CREATE FUNCTION auth.confirm_totp(step bigint, recovery_hashes bytea[]) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    acting CONSTANT bigint := auth.account_id();
BEGIN
    UPDATE auth.credential AS c SET
        totp_confirmed_at = clock_timestamp(),
        totp_last_step = confirm_totp.step
    WHERE
        c.account_id = acting
        AND c.totp_secret IS NOT NULL
        AND c.totp_confirmed_at IS NULL
        AND confirm_totp.step IS NOT NULL;
    IF NOT FOUND THEN
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
COMMENT ON FUNCTION auth.confirm_totp(bigint, bytea[]) IS
'From now on the acting account needs a code: true when step, in which its first code is right, is not null and a secret waits.';
GRANT EXECUTE ON FUNCTION auth.confirm_totp(bigint, bytea[]) TO strata_login;
