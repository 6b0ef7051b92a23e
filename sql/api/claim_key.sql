-- Two requests with one key meet at the primary key: the second waits for the end of the first one's transaction.
CREATE FUNCTION api.claim_key(key text, fingerprint text) RETURNS json
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    acting CONSTANT bigint := auth.require_account();
    horizon CONSTANT timestamptz := now() - interval '24 hours';
    kept record;
BEGIN
    DELETE FROM audit.idempotency_key AS k
    WHERE k.account_id = acting AND k.key = claim_key.key AND k.claimed_at < horizon;
    DELETE FROM audit.idempotency_key AS k
    WHERE k.ctid = ANY(ARRAY(
        SELECT e.ctid FROM audit.idempotency_key AS e
        WHERE e.claimed_at < horizon
        ORDER BY e.claimed_at
        LIMIT 100
        FOR UPDATE SKIP LOCKED
    ));
    INSERT INTO audit.idempotency_key AS k (account_id, key, fingerprint, claimed_at)
    VALUES (acting, claim_key.key, claim_key.fingerprint, now())
    ON CONFLICT DO NOTHING;
    IF FOUND THEN
        RETURN NULL;
    END IF;
    SELECT
        k.fingerprint,
        k.answer
    INTO STRICT kept
    FROM audit.idempotency_key AS k
    WHERE k.account_id = acting AND k.key = claim_key.key;
    IF kept.fingerprint <> claim_key.fingerprint THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST017', MESSAGE = 'Another request was sent with this Idempotency-Key: a new request needs a new key.';
    END IF;
    RETURN kept.answer;
END;
$$;
COMMENT ON FUNCTION api.claim_key(text, text) IS
'Takes the Idempotency-Key of a request for the acting account, or returns the answer that was kept under it within 24
hours; waits for a transaction that has it. Keys that have expired are deleted. Errors: ST017 when the key is another
request''s.';
GRANT EXECUTE ON FUNCTION api.claim_key(text, text) TO strata_user;
