CREATE FUNCTION auth.session_id() RETURNS bigint
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED
SET search_path = ''
AS $$
BEGIN
    IF session_user <> 'strata_app' THEN
        RETURN NULL;
    END IF;
    RETURN nullif(current_setting('strata.session_id', TRUE), '')::bigint;
END;
$$;
COMMENT ON FUNCTION auth.session_id() IS
'The session of the running request, from the claims of the transaction; null when there is none.';
GRANT EXECUTE ON FUNCTION auth.session_id() TO strata_user, strata_login;
