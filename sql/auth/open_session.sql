CREATE FUNCTION auth.open_session(account bigint, client jsonb) RETURNS bigint
LANGUAGE plpgsql VOLATILE
SET search_path = ''
AS $$
DECLARE
    at CONSTANT timestamptz := clock_timestamp();
    opened bigint;
BEGIN
    INSERT INTO auth.session AS s (account_id, created_at, last_used_at, expires_at, csrf_hash, user_agent, address)
    VALUES (
        account,
        at,
        at,
        at + least((client ->> 'idle')::interval, (client ->> 'longest')::interval),
        decode(client ->> 'csrf_hash', 'hex'),
        left(client ->> 'user_agent', 300),
        client ->> 'address'
    )
    RETURNING s.session_id INTO STRICT opened;
    INSERT INTO auth.refresh_token (token_hash, session_id, issued_at)
    VALUES (decode(client ->> 'token_hash', 'hex'), opened, at);
    UPDATE auth.session AS s SET ended_at = at, end_reason = 'replaced'
    WHERE s.session_id IN (
        SELECT o.session_id
        FROM auth.session AS o
        WHERE o.account_id = account AND o.ended_at IS NULL AND o.expires_at > at
        ORDER BY o.session_id DESC
        OFFSET (client ->> 'most')::integer
    );
    RETURN opened;
END;
$$;
COMMENT ON FUNCTION auth.open_session(bigint, jsonb) IS
'Opens a session of an account whose credential is locked; the oldest ones beyond the most that there may be end. client:
{token_hash, csrf_hash?, user_agent?, address?, idle, longest, most}, hashes in hexadecimal, intervals as text.';
