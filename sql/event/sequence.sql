-- The only place where positions are given, and the only NOTIFY. One at a time, by the lock of one row: what it takes is committed,
-- and what commits later comes later. Changes of one row are in the outbox in the order of their commits, because the second one
-- waited for the first.
CREATE FUNCTION event.sequence(wait boolean) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    most CONSTANT integer := 5000;
    batch integer := most;
    spoiled bigint;
    floods bigint[] := '{}';
    sequencer event.sequencer;
    ids bigint[];
    taken event.outbox[];
    things event.waiting[];
    appended integer;
    at timestamptz;
BEGIN
    -- Who only looks takes no lock and writes nothing.
    IF NOT EXISTS (SELECT FROM event.outbox)
        AND event.has_lived_on()
        AND auth.today() IS NOT DISTINCT FROM (SELECT s.day FROM event.sequencer AS s)
    THEN
        RETURN 0;
    END IF;
    IF wait THEN
        PERFORM FROM event.sequencer AS s FOR UPDATE;
    ELSE
        PERFORM FROM event.sequencer AS s FOR UPDATE SKIP LOCKED;
        IF NOT FOUND THEN
            RETURN 0;
        END IF;
    END IF;
    IF NOT event.has_lived_on() THEN
        PERFORM event.renew_epoch();
    END IF;
    PERFORM event.turn_day();
    SELECT s.* INTO STRICT sequencer FROM event.sequencer AS s;
    at := greatest(clock_timestamp(), sequencer.sequenced_at);
    IF to_regclass('event.log_' || to_char(at AT TIME ZONE 'UTC', 'YYYYMMDD')) IS NULL THEN
        PERFORM event.keep_log();
    END IF;
    LOOP
        ids := ARRAY(SELECT o.outbox_id FROM event.outbox AS o ORDER BY o.outbox_id LIMIT batch);
        IF spoiled IS NOT NULL THEN
            floods := ARRAY[spoiled];
            ids := '{}';
        ELSIF cardinality(ids) = batch THEN
            floods := ARRAY(
                SELECT o.change_id
                FROM event.outbox AS o
                WHERE o.change_id IS NOT NULL
                GROUP BY o.change_id
                HAVING count(*) > most
            );
            -- All rows of a change are looked at together.
            ids := ARRAY(
                SELECT o.outbox_id
                FROM event.outbox AS o
                WHERE
                    (
                        o.outbox_id = ANY(ids)
                        OR o.change_id IN (SELECT c.change_id FROM event.outbox AS c WHERE c.outbox_id = ANY(ids))
                    )
                    AND coalesce(o.change_id, 0) <> ALL(floods)
            );
        END IF;
        BEGIN
            WITH gone AS (
                DELETE FROM event.outbox AS o
                WHERE o.outbox_id = ANY(ids)
                RETURNING o
            )
            SELECT coalesce(array_agg(g.o ORDER BY (g.o).outbox_id), '{}') INTO STRICT taken
            FROM gone AS g;
            things := ARRAY(SELECT t::event.waiting FROM event.things(taken) AS t);
            INSERT INTO event.log (pos, sequenced_at, change_id, type, payload, scopes)
            SELECT
                sequencer.pos + row_number() OVER (ORDER BY e.place, e.rank, e.type),
                at,
                e.change_id,
                e.type,
                e.payload,
                e.scopes
            FROM (
                SELECT * FROM event.events(things)
                UNION ALL
                SELECT * FROM event.flood_events(floods)
                UNION ALL
                SELECT
                    o.outbox_id,
                    1,
                    NULL,
                    'control:session',
                    jsonb_build_object('session', o.session_id),
                    '{}'
                FROM unnest(taken) AS o
                WHERE o.session_id IS NOT NULL
            ) AS e;
            GET DIAGNOSTICS appended = ROW_COUNT;
            EXIT;
        EXCEPTION
            -- A change that cannot be told must not keep all others back for ever. Fewer are tried, until it is alone:
            -- then it is a flood.
            WHEN data_exception OR integrity_constraint_violation OR program_limit_exceeded THEN
                spoiled := (
                    SELECT o.change_id
                    FROM event.outbox AS o
                    WHERE batch = 1 AND spoiled IS NULL AND o.outbox_id = ANY(ids)
                    LIMIT 1
                );
                IF batch = 1 AND spoiled IS NULL THEN
                    RAISE;
                ELSIF batch = 1 THEN
                    RAISE WARNING 'What change % did cannot be told one by one: %', spoiled, SQLERRM;
                END IF;
                batch := greatest(batch / 10, 1);
        END;
    END LOOP;
    DELETE FROM event.outbox AS o WHERE o.change_id = ANY(floods);
    IF appended > 0 THEN
        UPDATE event.sequencer AS s
        SET
            pos = sequencer.pos + appended,
            sequenced_at = at,
            written_by = pg_current_xact_id();
        PERFORM pg_notify('strata_event', (sequencer.pos + appended)::text);
    END IF;
    RETURN appended;
END;
$$;
COMMENT ON FUNCTION event.sequence(boolean) IS
'Moves what waits in the outbox to the end of the log, whole changes, some thousand rows at once, and tells the servers. A change of more
rows than that, or one that cannot be told otherwise, is told to everybody without details. wait: for
another sequencer to end; otherwise leaves it to that one. Returns how many rows the log has got; more may wait if it is not 0.';
GRANT EXECUTE ON FUNCTION event.sequence(boolean) TO strata_relay;
