CREATE FUNCTION auth.request_id() RETURNS text
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED
SET search_path = ''
AS $$
BEGIN
    IF session_user <> 'strata_app' THEN
        RETURN NULL;
    END IF;
    RETURN nullif(current_setting('strata.request_id', TRUE), '');
END;
$$;
COMMENT ON FUNCTION auth.request_id() IS 'The id of the running request over HTTP, as the log has it; null when there is none.';
GRANT EXECUTE ON FUNCTION auth.request_id() TO strata_user;
