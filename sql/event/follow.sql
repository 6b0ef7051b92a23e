CREATE FUNCTION event.follow(after bigint, most integer)
RETURNS TABLE (epoch text, head bigint, pos bigint, type text, payload text, scopes text[])
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100
SET search_path = ''
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT
        s.epoch,
        s.pos,
        l.pos,
        l.type,
        l.payload::text,
        l.scopes
    FROM event.sequencer AS s
    LEFT JOIN (
        SELECT g.*
        FROM event.log AS g
        WHERE g.pos > after
        ORDER BY g.pos
        LIMIT most
    ) AS l ON TRUE
    ORDER BY l.pos;
END;
$$;
COMMENT ON FUNCTION event.follow(bigint, integer) IS
'The rows of the log after a position, so many at most, each with the epoch and the last position of the log; without any, one row with
these alone. In order of position.';
GRANT EXECUTE ON FUNCTION event.follow(bigint, integer) TO strata_relay;
