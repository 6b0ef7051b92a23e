-- As for a websocket: what concerns no person is not narrowed.
CREATE FUNCTION event.wanted_events(webhook event.webhook, after_pos bigint, last_pos bigint)
RETURNS TABLE (pos bigint, type text, payload jsonb, scopes text[])
LANGUAGE sql STABLE ROWS 100
SET search_path = ''
BEGIN ATOMIC
    WITH held AS MATERIALIZED (
        SELECT event.scopes_of((wanted_events.webhook).account_id) AS scopes
    )

    SELECT
        l.pos,
        l.type,
        l.payload,
        l.scopes
    FROM event.log AS l
    CROSS JOIN held AS h
    WHERE
        l.pos > wanted_events.after_pos
        AND l.pos <= wanted_events.last_pos
        AND l.type NOT LIKE 'control:%'
        AND ((wanted_events.webhook).types = '{}' OR l.type = any((wanted_events.webhook).types))
        AND l.scopes && h.scopes
        AND (
            ((wanted_events.webhook).unit_ids = '{}' AND (wanted_events.webhook).staff_ids = '{}')
            OR NOT l.payload ? 'staff_id'
            OR l.type LIKE 'settings:%'
            OR (l.payload ->> 'staff_id')::bigint = any((wanted_events.webhook).staff_ids)
            OR (l.payload ->> 'partner_id')::bigint = any((wanted_events.webhook).staff_ids)
            OR l.scopes && array(
                SELECT k.letter || u.unit_id
                FROM unnest((wanted_events.webhook).unit_ids) AS u (unit_id)
                CROSS JOIN (VALUES ('v'), ('m')) AS k (letter)
            )
        )
    UNION ALL
    SELECT
        l.pos,
        'resync' AS type,
        '{"reason": "rights"}' AS payload,
        '{all}' AS scopes
    FROM event.log AS l
    WHERE
        l.pos > wanted_events.after_pos
        AND l.pos <= wanted_events.last_pos
        AND l.type = 'control:rights'
        AND l.payload -> 'accounts' @> to_jsonb((wanted_events.webhook).account_id);
END;
COMMENT ON FUNCTION event.wanted_events(event.webhook, bigint, bigint) IS
'The events of a part of the log that a webhook is told of: of its types, within the rights of its account, about its units and people;
and that its account has other rights from there on.';
