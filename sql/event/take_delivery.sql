-- One delivery of a webhook at a time, so that events arrive in their order and a receiver that hangs holds up no other one;
-- webhooks take turns. Whoever took one and is gone has had its time half a minute later, and it is tried again.
CREATE FUNCTION event.take_delivery() RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    lease CONSTANT interval := interval '30 seconds';
    hook record;
    taken event.delivery;
BEGIN
    LOOP
        SELECT
            p.webhook_id,
            p.secret,
            w.url,
            w.account_id
        INTO hook
        FROM event.webhook_progress AS p
        JOIN event.webhook AS w ON w.webhook_id = p.webhook_id
        WHERE
            w.active
            AND p.busy_until <= clock_timestamp()
            AND EXISTS (
                SELECT FROM event.delivery AS d
                WHERE d.webhook_id = p.webhook_id AND d.state = 'waiting' AND d.next_attempt_at <= clock_timestamp()
            )
        ORDER BY p.taken_at, p.webhook_id
        LIMIT 1
        FOR KEY SHARE OF w SKIP LOCKED FOR UPDATE OF p SKIP LOCKED;
        IF NOT FOUND THEN
            RETURN NULL;
        END IF;
        WITH refused AS (
            UPDATE event.delivery AS d
            SET state = 'dead', attempts = d.attempts + 1, next_attempt_at = NULL, ended_at = clock_timestamp()
            WHERE
                d.webhook_id = hook.webhook_id
                AND d.state = 'waiting'
                AND d.next_attempt_at <= clock_timestamp()
                AND NOT d.scopes && (SELECT event.scopes_of(hook.account_id))
            RETURNING d.delivery_id, d.attempts
        )
        INSERT INTO event.delivery_attempt (delivery_id, attempt, attempted_at, error, milliseconds)
        SELECT
            r.delivery_id,
            r.attempts,
            clock_timestamp(),
            'The account of the webhook may not see this any more.',
            0
        FROM refused AS r;
        UPDATE event.delivery AS d
        SET attempts = d.attempts + 1, next_attempt_at = clock_timestamp() + lease
        WHERE d.delivery_id = (
            SELECT n.delivery_id
            FROM event.delivery AS n
            WHERE n.webhook_id = hook.webhook_id AND n.state = 'waiting' AND n.next_attempt_at <= clock_timestamp()
            ORDER BY n.next_attempt_at, n.delivery_id
            LIMIT 1
        )
        RETURNING d.* INTO taken;
        UPDATE event.webhook_progress AS p
        SET
            taken_at = clock_timestamp(),
            busy_until = CASE WHEN taken.delivery_id IS NULL THEN p.busy_until ELSE clock_timestamp() + lease END
        WHERE p.webhook_id = hook.webhook_id;
        IF taken.delivery_id IS NOT NULL THEN
            RETURN jsonb_build_object(
                'delivery', taken.delivery_id,
                'attempt', taken.attempts,
                'message_id', event.message_id(taken),
                'url', hook.url,
                'body', taken.body,
                'secret', hook.secret
            );
        END IF;
    END LOOP;
END;
$$;
COMMENT ON FUNCTION event.take_delivery() IS
'A delivery that is due, for whoever is going to try it: {delivery, attempt, message_id, url, body, secret}; null: none is. What the
account of the webhook may not see any more is given up instead.';
GRANT EXECUTE ON FUNCTION event.take_delivery() TO strata_relay;
