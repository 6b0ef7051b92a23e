-- Who fails waits for no disk, and has a transaction to end like everybody else: the time tells nobody which names there are.
CREATE FUNCTION auth.finish_login(
    account bigint, verified bytea, code_given boolean, step bigint, recovery_hash bytea, new_hash text, client jsonb
) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    enrolled boolean;
BEGIN
    PERFORM pg_current_xact_id();
    IF account IS NOT NULL AND auth.password_accepted(account, verified) THEN
        -- Shared, so that whoever makes the account inactive meanwhile finds the session and ends it.
        SELECT c.totp_confirmed_at IS NOT NULL INTO enrolled
        FROM auth.credential AS c
        JOIN auth.account AS a ON a.account_id = c.account_id
        WHERE c.account_id = account AND a.active
        FOR SHARE OF a;
    END IF;
    IF enrolled IS NULL THEN
        PERFORM set_config('synchronous_commit', 'off', TRUE);
        RETURN jsonb_build_object(
            'outcome',
            CASE
                WHEN verified <> (SELECT sha256(convert_to(c.password_hash, 'UTF8')) FROM auth.credential AS c WHERE c.account_id = account)
                    THEN 'replaced'
                ELSE 'failed'
            END
        );
    END IF;
    IF enrolled THEN
        IF NOT code_given THEN
            RETURN jsonb_build_object('outcome', 'code_missing');
        END IF;
        IF NOT auth.code_accepted(account, step, recovery_hash) THEN
            RETURN jsonb_build_object('outcome', 'code_wrong');
        END IF;
    END IF;
    UPDATE auth.credential AS c SET
        failures = 0,
        throttled_until = NULL,
        password_hash = coalesce(new_hash, c.password_hash)
    WHERE c.account_id = account AND (c.failures > 0 OR c.throttled_until IS NOT NULL OR new_hash IS NOT NULL);
    RETURN jsonb_build_object('outcome', 'opened', 'session_id', auth.open_session(account, client), 'account_id', account);
END;
$$;
COMMENT ON FUNCTION auth.finish_login(bigint, bytea, boolean, bigint, bytea, text, jsonb) IS
'Opens a session, or notes a failure: {outcome: opened, session_id, account_id} or {outcome: failed, code_missing, code_wrong, or
replaced: what the password was compared with is not stored any more}. account: of auth.begin_login, null for an unknown name;
verified: see auth.password_accepted; step: in which the code is right; new_hash: of the password with the parameters of today;
client: see auth.open_session.';
GRANT EXECUTE ON FUNCTION auth.finish_login(bigint, bytea, boolean, bigint, bytea, text, jsonb) TO strata_login;
