-- A token is used once. Tabs of one browser may use it at the same moment: for ten seconds each gets a successor.
CREATE FUNCTION auth.renew_session(token_hash bytea, client jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    session record;
    used timestamptz;
    at timestamptz;
    successor CONSTANT bytea := decode(client ->> 'token_hash', 'hex');
BEGIN
    SELECT
        s.session_id,
        s.account_id
    INTO session
    FROM auth.refresh_token AS t
    JOIN auth.session AS s ON s.session_id = t.session_id
    JOIN auth.account AS a ON a.account_id = s.account_id
    WHERE
        t.token_hash = renew_session.token_hash
        AND s.csrf_hash IS NOT DISTINCT FROM decode(client ->> 'csrf_hash', 'hex')
        AND s.ended_at IS NULL
        AND s.expires_at > clock_timestamp()
        AND a.active
    FOR UPDATE OF s;
    IF session.session_id IS NULL THEN
        RETURN jsonb_build_object('outcome', 'ended');
    END IF;
    at := clock_timestamp();
    -- Whoever had the session before us may have used the token: it is read only now.
    SELECT t.used_at INTO STRICT used
    FROM auth.refresh_token AS t
    WHERE t.token_hash = renew_session.token_hash;
    IF used < at - interval '10 seconds' THEN
        UPDATE auth.session AS s SET ended_at = at, end_reason = 'reuse'
        WHERE s.session_id = session.session_id;
        RETURN jsonb_build_object('outcome', 'reused', 'session_id', session.session_id, 'account_id', session.account_id);
    END IF;
    INSERT INTO auth.refresh_token (token_hash, session_id, issued_at)
    VALUES (successor, session.session_id, at);
    UPDATE auth.refresh_token AS t SET used_at = at, replaced_by = successor
    WHERE t.token_hash = renew_session.token_hash AND t.used_at IS NULL;
    UPDATE auth.session AS s SET
        last_used_at = at,
        expires_at = least(at + (client ->> 'idle')::interval, s.created_at + (client ->> 'longest')::interval),
        user_agent = coalesce(left(client ->> 'user_agent', 300), s.user_agent),
        address = coalesce(client ->> 'address', s.address)
    WHERE s.session_id = session.session_id;
    RETURN jsonb_build_object('outcome', 'renewed', 'session_id', session.session_id, 'account_id', session.account_id);
END;
$$;
COMMENT ON FUNCTION auth.renew_session(bytea, jsonb) IS
'Uses a refresh token and issues its successor: {outcome: renewed, session_id, account_id}; ended: there is no such token, or its
session has ended; reused: somebody else has a copy of it, so the session ends. client: see auth.open_session.';
GRANT EXECUTE ON FUNCTION auth.renew_session(bytea, jsonb) TO strata_login;
