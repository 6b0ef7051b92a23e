CREATE FUNCTION auth.end_sessions(account bigint, kept bigint, reason text) RETURNS void
LANGUAGE sql VOLATILE
SET search_path = ''
BEGIN ATOMIC
    UPDATE auth.session AS s SET
        ended_at = clock_timestamp(),
        end_reason = end_sessions.reason
    WHERE
        s.account_id = end_sessions.account
        AND s.ended_at IS NULL
        AND s.session_id IS DISTINCT FROM end_sessions.kept;
END;
COMMENT ON FUNCTION auth.end_sessions(bigint, bigint, text) IS 'Ends the sessions of an account, but for one that may be kept.';
