-- A login that sets the claims itself gains nothing: they count only for the application's login, and every other login
-- reads as the account that an administrator has given it.
CREATE FUNCTION auth.account_id() RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED
SET search_path = ''
AS $$
DECLARE
    claim CONSTANT text := current_setting('strata.account_id', TRUE);
BEGIN
    IF session_user = 'strata_app' THEN
        RETURN CASE WHEN claim <> '' THEN claim::bigint END;
    END IF;
    RETURN (
        SELECT r.account_id
        FROM auth.reporting_login AS r
        JOIN auth.account AS a ON a.account_id = r.account_id AND a.active
        WHERE r.login = session_user
    );
END;
$$;
COMMENT ON FUNCTION auth.account_id() IS
'The acting account: of the application''s login that of the claims of the running transaction, of a reporting login the one that
it was granted; null when nobody acts.';
GRANT EXECUTE ON FUNCTION auth.account_id() TO strata_user, strata_bi;
