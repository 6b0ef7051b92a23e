-- For those who only ask whether anything has changed: one question answers for all of them. (plpgsql keeps its plan.)
CREATE FUNCTION auth.live_sessions(sessions bigint[]) RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = ''
AS $$
BEGIN
    RETURN ARRAY(
        SELECT s.session_id
        FROM auth.session AS s
        JOIN auth.account AS a ON a.account_id = s.account_id
        WHERE s.session_id = ANY(sessions) AND s.ended_at IS NULL AND s.expires_at > now() AND a.active
    );
END;
$$;
COMMENT ON FUNCTION auth.live_sessions(bigint[]) IS 'Those of the sessions through which somebody may still act.';
GRANT EXECUTE ON FUNCTION auth.live_sessions(bigint[]) TO strata_user;
