CREATE FUNCTION event.renew_secret(webhook bigint) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
BEGIN
    PERFORM auth.require_everywhere('admin');
    UPDATE event.webhook AS w SET secret_made_at = clock_timestamp() WHERE w.webhook_id = renew_secret.webhook;
    UPDATE event.webhook_progress AS p SET secret = event.make_secret(p.webhook_id) WHERE p.webhook_id = renew_secret.webhook;
END;
$$;
COMMENT ON FUNCTION event.renew_secret(bigint) IS
'Gives a webhook another secret, which signs from the next attempt on and which the running transaction sees in the resource. Errors:
42501.';
GRANT EXECUTE ON FUNCTION event.renew_secret(bigint) TO strata_user;
