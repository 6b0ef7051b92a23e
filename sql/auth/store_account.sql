-- On the whole organisation, so that there is somebody who can give others their roles.
CREATE FUNCTION auth.store_account(email text, name text, role text, password_hash text) RETURNS bigint
LANGUAGE plpgsql VOLATILE
SET search_path = ''
AS $$
#variable_conflict use_variable
DECLARE
    account bigint;
BEGIN
    SELECT a.account_id INTO account FROM auth.account AS a WHERE a.email = lower(email);
    IF account IS NULL THEN
        INSERT INTO auth.account AS a (email, name) VALUES (lower(email), name)
        RETURNING a.account_id INTO STRICT account;
        INSERT INTO auth.role_grant (account_id, role) VALUES (account, role);
    END IF;
    INSERT INTO auth.credential AS c (account_id, password_hash) VALUES (account, password_hash)
    ON CONFLICT (account_id) DO UPDATE SET password_hash = excluded.password_hash;
    RETURN account;
END;
$$;
COMMENT ON FUNCTION auth.store_account(text, text, text, text) IS
'Makes an account with a role on the whole organisation, or gives the one with that e-mail address, whose roles stay, a new
password hash (argon2id). Returns its id.';
