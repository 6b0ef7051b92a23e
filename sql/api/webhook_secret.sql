CREATE FUNCTION api.webhook_secret(id bigint) RETURNS json
LANGUAGE plpgsql VOLATILE
SET search_path = ''
AS $$
DECLARE
    acting CONSTANT bigint := auth.require_account();
BEGIN
    PERFORM api.require_visible('webhook', webhook_secret.id);
    PERFORM event.renew_secret(webhook_secret.id);
    RETURN (api.resources('webhook', ARRAY[webhook_secret.id]))[1];
END;
$$;
COMMENT ON FUNCTION api.webhook_secret(bigint) IS
'Gives a webhook another secret, which is in this answer and in no later one. It signs from the next attempt on.
Answer: webhook.';
GRANT EXECUTE ON FUNCTION api.webhook_secret(bigint) TO strata_user;
