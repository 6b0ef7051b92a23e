-- Like a login that fails, it takes the same time whether there is such an account or not.
CREATE FUNCTION auth.request_reset(email text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    account bigint;
BEGIN
    PERFORM
        pg_current_xact_id(),
        set_config('synchronous_commit', 'off', TRUE);
    SELECT a.account_id INTO account
    FROM auth.account AS a
    WHERE
        a.email = lower(btrim(request_reset.email))
        AND a.active
        -- Nobody's mailbox is filled by asking again and again.
        AND NOT EXISTS (
            SELECT FROM auth.action_token AS t
            WHERE t.account_id = a.account_id AND t.created_at > clock_timestamp() - interval '1 minute'
        );
    IF account IS NOT NULL THEN
        PERFORM auth.queue_password_mail(account, 'password_reset');
    END IF;
END;
$$;
COMMENT ON FUNCTION auth.request_reset(text) IS
'Queues a mail to set a new password, at most one a minute, if there is such an account.';
GRANT EXECUTE ON FUNCTION auth.request_reset(text) TO strata_login;
