-- Servers take different mails at the same time. What a server took and did not report is taken again five minutes later.
CREATE FUNCTION auth.take_mail() RETURNS jsonb
LANGUAGE sql VOLATILE SECURITY DEFINER
SET search_path = ''
BEGIN ATOMIC
    UPDATE auth.mail AS m SET
        attempts = m.attempts + 1,
        next_attempt_at = clock_timestamp() + interval '5 minutes'
    WHERE
        m.mail_id = (
            SELECT d.mail_id
            FROM auth.mail AS d
            WHERE d.next_attempt_at <= clock_timestamp()
            ORDER BY d.next_attempt_at
            LIMIT 1
            FOR UPDATE SKIP LOCKED
        )
    RETURNING jsonb_build_object('mail_id', m.mail_id, 'recipient', m.recipient, 'subject', m.subject, 'body', m.body);
END;
COMMENT ON FUNCTION auth.take_mail() IS
'A mail that is due, for whoever is going to send it: {mail_id, recipient, subject, body}; null: none is.';
GRANT EXECUTE ON FUNCTION auth.take_mail() TO strata_login;
