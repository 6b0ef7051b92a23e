CREATE FUNCTION auth.email_of_action(token_hash bytea) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = ''
BEGIN ATOMIC
    SELECT a.email
    FROM auth.action_token AS t
    INNER JOIN auth.account AS a ON t.account_id = a.account_id
    WHERE
        t.token_hash = email_of_action.token_hash
        AND t.used_at IS NULL
        AND t.expires_at > now()
        AND a.active;
END;
COMMENT ON FUNCTION auth.email_of_action(bytea) IS 'Whose password a token can set; null when it counts no more.';
GRANT EXECUTE ON FUNCTION auth.email_of_action(bytea) TO strata_login;
