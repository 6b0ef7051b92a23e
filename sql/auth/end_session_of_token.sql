CREATE FUNCTION auth.end_session_of_token(token_hash bytea, csrf_hash bytea) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
#variable_conflict use_column
BEGIN
    UPDATE auth.session AS s SET ended_at = clock_timestamp(), end_reason = 'logout'
    FROM auth.refresh_token AS t
    WHERE
        t.token_hash = end_session_of_token.token_hash
        AND s.session_id = t.session_id
        AND s.csrf_hash IS NOT DISTINCT FROM end_session_of_token.csrf_hash
        AND s.ended_at IS NULL;
    RETURN FOUND;
END;
$$;
COMMENT ON FUNCTION auth.end_session_of_token(bytea, bytea) IS 'Ends the session of a refresh token; whether there was one.';
GRANT EXECUTE ON FUNCTION auth.end_session_of_token(bytea, bytea) TO strata_login;
