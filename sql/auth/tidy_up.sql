CREATE FUNCTION auth.tidy_up() RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
BEGIN
    DELETE FROM auth.refresh_token AS t
    USING auth.session AS s
    WHERE s.session_id = t.session_id AND least(s.ended_at, s.expires_at) < now() - interval '1 day';
    DELETE FROM auth.action_token AS t WHERE t.expires_at < now() - interval '1 day';
END;
$$;
COMMENT ON FUNCTION auth.tidy_up() IS 'Deletes the hashes of tokens that count no more.';
GRANT EXECUTE ON FUNCTION auth.tidy_up() TO strata_login;
