CREATE FUNCTION auth.end_action_tokens(account bigint) RETURNS void
LANGUAGE sql VOLATILE
SET search_path = ''
BEGIN ATOMIC
    UPDATE auth.action_token AS t SET used_at = clock_timestamp()
    WHERE t.account_id = end_action_tokens.account AND t.used_at IS NULL;
END;
COMMENT ON FUNCTION auth.end_action_tokens(bigint) IS
'From now on no link that was sent before sets the password of the account.';
