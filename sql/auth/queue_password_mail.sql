-- Whoever queues it does not know under which address people reach the server: the one that sends it writes {address}.
CREATE FUNCTION auth.queue_password_mail(account bigint, purpose text) RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = ''
AS $$
DECLARE
    recipient record;
    token CONSTANT text := auth.make_action_token(account, purpose);
BEGIN
    SELECT
        a.email,
        a.name,
        g.organisation_name
    INTO STRICT recipient
    FROM auth.account AS a
    CROSS JOIN org.settings AS g
    WHERE a.account_id = account;
    INSERT INTO auth.mail (account_id, recipient, subject, body, queued_at, next_attempt_at)
    VALUES (
        account,
        recipient.email,
        CASE purpose WHEN 'first_password' THEN 'Your account for the schedule' ELSE 'A new password for the schedule' END,
        format(
            E'Hello %s,\n\n%s\n\n{address}/password#token=%s\n\n%s\n',
            recipient.name,
            CASE purpose
                WHEN 'first_password'
                    THEN 'you have an account for the schedule now. Choose a password here within 7 days:'
                ELSE 'somebody asked for a new password for your account. Choose it here within an hour:'
            END,
            token,
            CASE purpose
                WHEN 'first_password' THEN coalesce(recipient.organisation_name, '')
                ELSE 'If it was not you, you need not do anything: your password stays as it is.'
            END
        ),
        clock_timestamp(),
        clock_timestamp()
    );
END;
$$;
COMMENT ON FUNCTION auth.queue_password_mail(bigint, text) IS
'Queues a mail with a link to set the password of an account: first_password or password_reset.';
