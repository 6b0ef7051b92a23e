CREATE FUNCTION auth.require_account() RETURNS bigint
LANGUAGE plpgsql STABLE
SET search_path = ''
AS $$
DECLARE
    account CONSTANT bigint := auth.account_id();
BEGIN
    IF account IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'Nobody is signed in.';
    END IF;
    RETURN account;
END;
$$;
COMMENT ON FUNCTION auth.require_account() IS
'The acting account; every function of the API asks for it first. Errors: 42501 when nobody acts.';
GRANT EXECUTE ON FUNCTION auth.require_account() TO strata_user;
