-- Whose home unit is another one today is in the confidence of others, although nothing was written.
CREATE FUNCTION event.turn_day() RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = ''
AS $$
DECLARE
    today CONSTANT date := auth.today();
    before CONSTANT date := (SELECT s.day FROM event.sequencer AS s);
BEGIN
    IF before IS NOT DISTINCT FROM today THEN
        RETURN;
    END IF;
    -- In the other direction goes an organisation that has moved to a zone in which it is still yesterday.
    IF before < today THEN
        INSERT INTO event.outbox (staff_id)
        SELECT DISTINCT m.staff_id
        FROM org.membership AS m
        WHERE daterange(before, today, '(]') @> lower(m.valid) OR daterange(before, today, '(]') @> upper(m.valid);
    END IF;
    UPDATE event.sequencer AS s
    SET
        day = today,
        written_by = pg_current_xact_id();
END;
$$;
COMMENT ON FUNCTION event.turn_day() IS
'On a new date of the organisation: puts those into the outbox whose memberships begin or end then.';
