-- Also the way back in for an organisation that has locked itself out.
CREATE FUNCTION auth.store_administrator(email text, name text, password_hash text) RETURNS bigint
LANGUAGE plpgsql VOLATILE
SET search_path = ''
AS $$
#variable_conflict use_variable
DECLARE
    account bigint;
BEGIN
    INSERT INTO auth.account AS a (email, name) VALUES (lower(btrim(email)), name)
    ON CONFLICT ON CONSTRAINT account_email_unique DO NOTHING;
    SELECT a.account_id INTO STRICT account FROM auth.account AS a WHERE a.email = lower(btrim(email));
    UPDATE auth.account AS a SET active = TRUE
    WHERE a.account_id = account AND NOT a.active;
    INSERT INTO auth.role_grant (account_id, role) VALUES (account, 'admin')
    ON CONFLICT DO NOTHING;
    IF password_hash IS NOT NULL THEN
        INSERT INTO auth.credential AS c (account_id, password_hash) VALUES (account, password_hash)
        ON CONFLICT (account_id) DO UPDATE SET
            password_hash = excluded.password_hash,
            failures = 0,
            throttled_until = NULL,
            totp_secret = NULL,
            totp_confirmed_at = NULL,
            totp_last_step = NULL;
        DELETE FROM auth.recovery_code AS r WHERE r.account_id = account;
        PERFORM auth.end_action_tokens(account);
        PERFORM auth.end_sessions(account, NULL, 'password');
    END IF;
    RETURN account;
END;
$$;
COMMENT ON FUNCTION auth.store_administrator(text, text, text) IS
'Makes an administrator of the whole organisation, or of the account with that e-mail address one, with a new password (argon2id), and
without a second factor, if one is given. Returns its id.';
