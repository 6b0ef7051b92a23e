CREATE FUNCTION auth.set_password_by_token(token_hash bytea, new_hash text) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    account bigint;
BEGIN
    UPDATE auth.action_token AS t SET used_at = clock_timestamp()
    FROM auth.account AS a
    WHERE
        t.token_hash = set_password_by_token.token_hash
        AND t.used_at IS NULL
        AND t.expires_at > clock_timestamp()
        AND a.account_id = t.account_id
        AND a.active
    RETURNING t.account_id INTO account;
    IF account IS NULL THEN
        RETURN FALSE;
    END IF;
    INSERT INTO auth.credential AS c (account_id, password_hash) VALUES (account, new_hash)
    ON CONFLICT (account_id) DO UPDATE SET
        password_hash = excluded.password_hash,
        failures = 0,
        throttled_until = NULL;
    PERFORM auth.end_sessions(account, NULL, 'password');
    RETURN TRUE;
END;
$$;
COMMENT ON FUNCTION auth.set_password_by_token(bytea, text) IS
'Sets the password of the account that a token is for, once, and ends all its sessions; false when the token counts no more.';
GRANT EXECUTE ON FUNCTION auth.set_password_by_token(bytea, text) TO strata_login;
