-- The role itself is made by whoever administers the server; here stands what it may see.
CREATE FUNCTION auth.store_reporting_login(login text, email text) RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = ''
AS $$
DECLARE
    account bigint;
BEGIN
    SELECT a.account_id INTO account
    FROM auth.account AS a
    WHERE a.email = lower(store_reporting_login.email) AND a.active;
    IF account IS NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST004', COLUMN = 'account', MESSAGE = format('There is no active account %s.', store_reporting_login.email);
    END IF;
    INSERT INTO auth.reporting_login AS r (login, account_id) VALUES (store_reporting_login.login, account)
    ON CONFLICT ON CONSTRAINT reporting_login_pkey DO UPDATE SET account_id = excluded.account_id
    WHERE r.account_id <> excluded.account_id;
END;
$$;
COMMENT ON FUNCTION auth.store_reporting_login(text, text) IS
'Lets a login of the database read reports as an account. Errors: ST004 (account).';
