-- A login that sets the claims itself gains nothing: they count only for the application's login.
CREATE FUNCTION auth.account_id() RETURNS bigint
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED
SET search_path = ''
AS $$
DECLARE
    claim CONSTANT text := current_setting('strata.account_id', TRUE);
BEGIN
    IF session_user <> 'strata_app' OR claim IS NULL OR claim = '' THEN
        RETURN NULL;
    END IF;
    RETURN claim::bigint;
END;
$$;
COMMENT ON FUNCTION auth.account_id() IS
'The acting account, from the claims of the running transaction; null when nobody acts through the application.';
GRANT EXECUTE ON FUNCTION auth.account_id() TO strata_user;
