-- Ids of rows begin again where a backup was restored; with the epoch this one never names another event.
CREATE FUNCTION event.message_id(delivery event.delivery) RETURNS text
LANGUAGE sql STABLE
SET search_path = ''
RETURN format('%s_%s_%s', (delivery).webhook_id, (delivery).epoch, (delivery).pos);
COMMENT ON FUNCTION event.message_id(event.delivery) IS 'By which a receiver knows a delivery again: the same in every attempt.';
GRANT EXECUTE ON FUNCTION event.message_id(event.delivery) TO strata_user;
