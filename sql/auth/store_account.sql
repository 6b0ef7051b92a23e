CREATE FUNCTION auth.store_account(email text, name text, role text, password_hash text) RETURNS bigint
LANGUAGE sql VOLATILE
SET search_path = ''
BEGIN ATOMIC
    INSERT INTO auth.account (email, name, role, password_hash)
    VALUES (lower(store_account.email), store_account.name, store_account.role, store_account.password_hash)
    ON CONFLICT (email) DO UPDATE SET password_hash = excluded.password_hash
    RETURNING account_id;
END;
COMMENT ON FUNCTION auth.store_account(text, text, text, text) IS
'Makes an account, or gives the one with that e-mail address a new password hash (argon2id). Returns its id.';
