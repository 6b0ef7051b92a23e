-- Text and no jsonb: members stay in the order in which people read them, and what is signed is what is sent.
CREATE FUNCTION event.webhook_frame(type text, epoch text, pos bigint, payload jsonb) RETURNS text
LANGUAGE sql STABLE
SET search_path = ''
RETURN format(
    '{"type": %s, "epoch": %s, "pos": %s, %s',
    to_json(webhook_frame.type), to_json(webhook_frame.epoch), webhook_frame.pos, substr(webhook_frame.payload::text, 2)
);
COMMENT ON FUNCTION event.webhook_frame(text, text, bigint, jsonb) IS
'The body of a delivery: the event as a websocket shows it, with the epoch of its position. payload is an object with members.';
