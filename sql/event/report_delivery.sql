-- Who reports too late, when another server is trying already, can still say that it has arrived.
CREATE FUNCTION event.report_delivery(delivery bigint, attempt integer, status integer, error text, milliseconds integer) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    pauses CONSTANT interval[] := '{10 seconds,1 minute,5 minutes,30 minutes,2 hours,6 hours,12 hours}';
    gone CONSTANT boolean := status IS NOT DISTINCT FROM 410;
    reported event.delivery;
BEGIN
    IF gone THEN
        -- In the order in which others lock them.
        PERFORM FROM event.webhook AS w
        WHERE w.webhook_id = (SELECT d.webhook_id FROM event.delivery AS d WHERE d.delivery_id = report_delivery.delivery)
        FOR NO KEY UPDATE;
    END IF;
    UPDATE event.webhook_progress AS p
    SET busy_until = '-infinity'
    FROM event.delivery AS d
    WHERE d.delivery_id = report_delivery.delivery AND d.attempts = report_delivery.attempt AND p.webhook_id = d.webhook_id;
    UPDATE event.delivery AS d
    SET
        state = s.state,
        failures = s.failures,
        ended_at = CASE WHEN s.state <> 'waiting' THEN clock_timestamp() END,
        next_attempt_at = CASE
            WHEN s.state = 'waiting' THEN clock_timestamp() + pauses[s.failures] * (0.8 + 0.4 * random())
        END
    FROM (
        SELECT
            o.delivery_id,
            CASE
                WHEN report_delivery.error IS NULL THEN 'delivered'
                WHEN gone OR o.failures >= cardinality(pauses) THEN 'dead'
                ELSE 'waiting'
            END AS state,
            o.failures + (report_delivery.error IS NOT NULL)::integer AS failures
        FROM event.delivery AS o
        WHERE
            o.delivery_id = report_delivery.delivery
            AND o.state = 'waiting'
            AND (
                report_delivery.error IS NULL
                OR (
                    o.attempts = report_delivery.attempt
                    -- A report that is sent again, because its answer was lost, counts once.
                    AND NOT EXISTS (
                        SELECT FROM event.delivery_attempt AS a
                        WHERE a.delivery_id = o.delivery_id AND a.attempt = report_delivery.attempt
                    )
                )
            )
        FOR UPDATE
    ) AS s
    WHERE d.delivery_id = s.delivery_id
    RETURNING d.* INTO reported;
    INSERT INTO event.delivery_attempt (delivery_id, attempt, attempted_at, status, error, milliseconds)
    SELECT
        d.delivery_id,
        report_delivery.attempt,
        clock_timestamp() - report_delivery.milliseconds * interval '1 millisecond',
        report_delivery.status,
        left(report_delivery.error, 500),
        report_delivery.milliseconds
    FROM event.delivery AS d
    WHERE d.delivery_id = report_delivery.delivery
    ON CONFLICT ON CONSTRAINT delivery_attempt_pkey DO NOTHING;
    IF gone THEN
        UPDATE event.webhook AS w SET active = FALSE WHERE w.webhook_id = reported.webhook_id AND w.active;
    END IF;
    RETURN reported.state;
END;
$$;
COMMENT ON FUNCTION event.report_delivery(bigint, integer, integer, text, integer) IS
'What came of an attempt at a delivery that was taken: the status of the answer (null: there was none), why it failed (null: it did
not), how long it took. It is tried again about 10 s, 1 min, 5 min, 30 min, 2 h, 6 h and 12 h later, then given up; 410 gives it up at
once and makes the webhook inactive. Returns the state of the delivery; null where this report changed nothing.';
GRANT EXECUTE ON FUNCTION event.report_delivery(bigint, integer, integer, text, integer) TO strata_relay;
