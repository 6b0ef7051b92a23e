CREATE FUNCTION event.delivery_shown(delivery event.delivery) RETURNS json
LANGUAGE sql STABLE
SET search_path = ''
BEGIN ATOMIC
    SELECT
        json_build_object(
            'id', (delivery).delivery_id,
            'message_id', event.message_id(delivery),
            'event', (delivery).body::json,
            'state', (delivery).state,
            'created_at', event.utc_text((delivery).created_at),
            'next_attempt_at', event.utc_text((delivery).next_attempt_at),
            'ended_at', event.utc_text((delivery).ended_at),
            'attempts', coalesce(
                json_agg(
                    json_build_object(
                        'attempt', a.attempt,
                        'at', event.utc_text(a.attempted_at),
                        'status', a.status,
                        'error', a.error,
                        'milliseconds', a.milliseconds
                    )
                    ORDER BY a.attempt
                ),
                '[]'
            )
        )
    FROM event.delivery_attempt AS a
    WHERE a.delivery_id = (delivery).delivery_id;
END;
COMMENT ON FUNCTION event.delivery_shown(event.delivery) IS 'A delivery with its attempts, as the API shows it.';
GRANT EXECUTE ON FUNCTION event.delivery_shown(event.delivery) TO strata_user;
