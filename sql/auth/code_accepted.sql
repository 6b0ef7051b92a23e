CREATE FUNCTION auth.code_accepted(account bigint, step bigint, recovery_hash bytea) RETURNS boolean
LANGUAGE plpgsql VOLATILE
SET search_path = ''
AS $$
BEGIN
    UPDATE auth.credential AS c SET totp_last_step = code_accepted.step
    WHERE c.account_id = account AND code_accepted.step > coalesce(c.totp_last_step, 0);
    IF FOUND THEN
        RETURN TRUE;
    END IF;
    UPDATE auth.recovery_code AS r SET used_at = clock_timestamp()
    WHERE r.account_id = account AND r.code_hash = recovery_hash AND r.used_at IS NULL;
    IF FOUND THEN
        RETURN TRUE;
    END IF;
    PERFORM auth.note_failure(account);
    RETURN FALSE;
END;
$$;
COMMENT ON FUNCTION auth.code_accepted(bigint, bigint, bytea) IS
'Whether a code is accepted as second factor: the step in which it is right (null: in none) when it is later than the last one, or
else the hash of a recovery code that was not used. Either is used up; anything else is noted as a failure.';
