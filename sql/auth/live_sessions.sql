-- For those who only ask whether anything has changed: one question answers for all of them.
CREATE FUNCTION auth.live_sessions(sessions bigint[]) RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = ''
BEGIN ATOMIC
    SELECT coalesce(array_agg(s.session_id), '{}')
    FROM auth.session AS s
    INNER JOIN auth.account AS a ON s.account_id = a.account_id
    WHERE s.session_id = any(live_sessions.sessions) AND s.ended_at IS NULL AND s.expires_at > now() AND a.active;
END;
COMMENT ON FUNCTION auth.live_sessions(bigint[]) IS 'Those of the sessions through which somebody may still act.';
GRANT EXECUTE ON FUNCTION auth.live_sessions(bigint[]) TO strata_user;
