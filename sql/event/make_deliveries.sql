-- Every server calls it; of one webhook one at a time, and who comes second finds nothing left to do. What is being deleted is
-- left alone: neither waits for the other.
CREATE FUNCTION event.make_deliveries(most integer DEFAULT 1000) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    hook record;
    head record;
    first_pos bigint;
    last_pos bigint;
    missed text;
    more boolean := FALSE;
BEGIN
    FOR hook IN
        SELECT
            w AS webhook,
            p.webhook_id,
            p.pos,
            p.epoch
        FROM event.webhook_progress AS p
        JOIN event.webhook AS w ON w.webhook_id = p.webhook_id
        CROSS JOIN event.sequencer AS s
        WHERE w.active AND (p.pos, p.epoch) IS DISTINCT FROM (s.pos, s.epoch)
        ORDER BY p.webhook_id
        FOR KEY SHARE OF w SKIP LOCKED FOR UPDATE OF p SKIP LOCKED
    LOOP
        SELECT
            s.pos,
            s.epoch
        INTO STRICT head
        FROM event.sequencer AS s;
        first_pos := coalesce((SELECT min(l.pos) FROM event.log AS l), head.pos + 1);
        missed := CASE
            WHEN hook.epoch NOT IN ('none', head.epoch) THEN 'epoch'
            WHEN hook.pos < least(first_pos, head.pos + 1) - 1 THEN 'too-old'
        END;
        IF missed IS NOT NULL THEN
            hook.pos := CASE missed WHEN 'epoch' THEN head.pos ELSE least(first_pos, head.pos + 1) - 1 END;
        END IF;
        last_pos := least(head.pos, hook.pos + most);
        INSERT INTO event.delivery (webhook_id, epoch, pos, type, body, scopes, next_attempt_at)
        SELECT
            hook.webhook_id,
            head.epoch,
            e.pos,
            e.type,
            event.webhook_frame(e.type, head.epoch, e.pos, e.payload),
            e.scopes,
            clock_timestamp()
        FROM (
            SELECT
                hook.pos AS pos,
                'resync' AS type,
                jsonb_build_object('reason', missed) AS payload,
                '{all}'::text[] AS scopes
            WHERE missed IS NOT NULL
            UNION ALL
            SELECT
                n.pos,
                n.type,
                n.payload,
                n.scopes
            FROM event.wanted_events(hook.webhook, hook.pos, last_pos) AS n
        ) AS e
        ORDER BY e.pos
        ON CONFLICT ON CONSTRAINT delivery_once DO NOTHING;
        UPDATE event.webhook_progress AS p SET pos = last_pos, epoch = head.epoch WHERE p.webhook_id = hook.webhook_id;
        more := more OR last_pos < head.pos;
    END LOOP;
    RETURN more;
END;
$$;
COMMENT ON FUNCTION event.make_deliveries(integer) IS
'Goes on through the log for each active webhook, at most so many positions, and makes out deliveries of what it is told of; a delivery
of type resync where the log does not go on from its position. Returns whether there is more to look through.';
GRANT EXECUTE ON FUNCTION event.make_deliveries(integer) TO strata_relay;
