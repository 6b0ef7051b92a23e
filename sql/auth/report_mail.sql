CREATE FUNCTION auth.report_mail(mail bigint, error text) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER
SET search_path = ''
BEGIN ATOMIC
    UPDATE auth.mail AS m SET
        sent_at = CASE WHEN report_mail.error IS NULL THEN clock_timestamp() END,
        last_error = left(report_mail.error, 500),
        next_attempt_at = CASE
            WHEN report_mail.error IS NOT NULL AND m.attempts < 12
                THEN clock_timestamp() + least(power(2, m.attempts), 240) * interval '30 seconds'
        END,
        body = CASE WHEN report_mail.error IS NOT NULL AND m.attempts < 12 THEN m.body END
    WHERE m.mail_id = report_mail.mail AND m.sent_at IS NULL;
END;
COMMENT ON FUNCTION auth.report_mail(bigint, text) IS
'What became of a mail that was taken. With an error it is tried again after 1, 2, 4 ... minutes, at most 2 hours, and given up
after 12 attempts.';
GRANT EXECUTE ON FUNCTION auth.report_mail(bigint, text) TO strata_login;
