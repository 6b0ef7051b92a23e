-- Attempts of one account come one after the other here, so that many at once are not many free guesses.
CREATE FUNCTION auth.password_accepted(account bigint, is_right boolean) RETURNS boolean
LANGUAGE plpgsql VOLATILE
SET search_path = ''
AS $$
DECLARE
    until timestamptz;
BEGIN
    SELECT c.throttled_until INTO until
    FROM auth.credential AS c
    WHERE c.account_id = account
    FOR UPDATE;
    IF until > clock_timestamp() THEN
        RETURN FALSE;
    END IF;
    IF NOT is_right THEN
        PERFORM auth.note_failure(account);
    END IF;
    RETURN is_right;
END;
$$;
COMMENT ON FUNCTION auth.password_accepted(bigint, boolean) IS
'Whether an attempt with a password that is right, or not, counts; a wrong one is noted. Locks the credential.';
