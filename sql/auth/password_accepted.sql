-- Attempts of one account come one after the other here, so that many at once are not many free guesses, and none succeeds with a
-- password that was replaced while it was compared.
CREATE FUNCTION auth.password_accepted(account bigint, verified bytea) RETURNS boolean
LANGUAGE plpgsql VOLATILE
SET search_path = ''
AS $$
DECLARE
    until timestamptz;
    stored bytea;
BEGIN
    SELECT
        c.throttled_until,
        sha256(convert_to(c.password_hash, 'UTF8'))
    INTO until, stored
    FROM auth.credential AS c
    WHERE c.account_id = account
    FOR UPDATE;
    IF until > clock_timestamp() THEN
        RETURN FALSE;
    END IF;
    IF verified IS NULL THEN
        PERFORM auth.note_failure(account);
    END IF;
    RETURN coalesce(stored = verified, FALSE);
END;
$$;
COMMENT ON FUNCTION auth.password_accepted(bigint, bytea) IS
'Whether an attempt with a password counts; verified: SHA-256 of the stored hash that it fits (so that no statement has the hash
itself), null when it is wrong, which is noted. Locks the credential.';
