-- gen_random_uuid is cryptographically random: two of them have 244 random bits.
CREATE FUNCTION auth.make_action_token(account bigint, purpose text) RETURNS text
LANGUAGE plpgsql VOLATILE
SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    token CONSTANT text := replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '');
BEGIN
    -- Only the newest one counts.
    PERFORM auth.end_action_tokens(make_action_token.account);
    INSERT INTO auth.action_token (token_hash, account_id, purpose, created_at, expires_at)
    VALUES (
        sha256(convert_to(token, 'UTF8')),
        make_action_token.account,
        make_action_token.purpose,
        clock_timestamp(),
        clock_timestamp() + CASE make_action_token.purpose
            WHEN 'first_password' THEN interval '7 days'
            ELSE interval '1 hour'
        END
    );
    RETURN token;
END;
$$;
COMMENT ON FUNCTION auth.make_action_token(bigint, text) IS
'A new token with which the password of an account can be set once: first_password within 7 days, password_reset within an hour.';
