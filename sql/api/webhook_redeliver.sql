CREATE FUNCTION api.webhook_redeliver(id bigint, delivery bigint) RETURNS json
LANGUAGE plpgsql VOLATILE
SET search_path = ''
AS $$
DECLARE
    acting CONSTANT bigint := auth.require_account();
BEGIN
    PERFORM api.require_visible('webhook', webhook_redeliver.id);
    PERFORM event.send_again(webhook_redeliver.id, webhook_redeliver.delivery);
    RETURN (
        SELECT event.delivery_shown(d) FROM event.delivery AS d
        WHERE d.delivery_id = webhook_redeliver.delivery
    );
END;
$$;
COMMENT ON FUNCTION api.webhook_redeliver(bigint, bigint) IS
'Sends a delivery again now, one that was given up or has arrived as well as one that waits; the log keeps its former attempts.
Errors: 404; 409 when the webhook is not active.
Answer: webhook_delivery.
Problems: conflict.';
GRANT EXECUTE ON FUNCTION api.webhook_redeliver(bigint, bigint) TO strata_user;
