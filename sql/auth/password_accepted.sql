-- Attempts of one account come one after the other here, so that many at once are not many free guesses, and none succeeds with a
-- password that was replaced while it was compared.
CREATE FUNCTION auth.password_accepted(account bigint, verified_hash text) RETURNS boolean
LANGUAGE plpgsql VOLATILE
SET search_path = ''
AS $$
DECLARE
    until timestamptz;
    stored text;
BEGIN
    SELECT
        c.throttled_until,
        c.password_hash
    INTO until, stored
    FROM auth.credential AS c
    WHERE c.account_id = account
    FOR UPDATE;
    IF until > clock_timestamp() THEN
        RETURN FALSE;
    END IF;
    IF verified_hash IS NULL THEN
        PERFORM auth.note_failure(account);
    END IF;
    RETURN coalesce(stored = verified_hash, FALSE);
END;
$$;
COMMENT ON FUNCTION auth.password_accepted(bigint, text) IS
'Whether an attempt with a password counts, verified_hash being the stored hash that it fits (null: it is wrong); a wrong one is noted.
Locks the credential.';
