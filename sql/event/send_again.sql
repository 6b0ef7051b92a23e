CREATE FUNCTION event.send_again(webhook bigint, delivery bigint) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
BEGIN
    PERFORM auth.require_everywhere('admin');
    PERFORM FROM event.webhook AS w WHERE w.webhook_id = send_again.webhook AND w.active;
    IF NOT FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'ST006', COLUMN = 'id', MESSAGE = 'The webhook is not active: nothing is sent.';
    END IF;
    UPDATE event.delivery AS d
    SET state = 'waiting', failures = 0, ended_at = NULL, next_attempt_at = clock_timestamp()
    WHERE d.webhook_id = send_again.webhook AND d.delivery_id = send_again.delivery;
    IF NOT FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST004',
            COLUMN = 'delivery',
            MESSAGE = format('There is no delivery %s of this webhook.', send_again.delivery);
    END IF;
END;
$$;
COMMENT ON FUNCTION event.send_again(bigint, bigint) IS
'Makes a delivery due now, whatever has become of it, with all its attempts before it again. Errors: 42501, ST004, ST006 for a webhook
that is not active.';
GRANT EXECUTE ON FUNCTION event.send_again(bigint, bigint) TO strata_user;
