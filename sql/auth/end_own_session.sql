CREATE FUNCTION auth.end_own_session() RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
BEGIN
    UPDATE auth.session AS s SET ended_at = clock_timestamp(), end_reason = 'logout'
    WHERE s.session_id = auth.session_id() AND s.ended_at IS NULL;
    RETURN FOUND;
END;
$$;
COMMENT ON FUNCTION auth.end_own_session() IS 'Ends the session through which the transaction acts; whether it had not ended.';
GRANT EXECUTE ON FUNCTION auth.end_own_session() TO strata_login;
