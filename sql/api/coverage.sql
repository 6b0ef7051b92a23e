CREATE FUNCTION api.coverage(
    "from" text,
    "to" text,
    unit bigint DEFAULT NULL,
    time_zone text DEFAULT NULL,
    as_of text DEFAULT NULL
) RETURNS json
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    acting CONSTANT bigint := auth.require_account();
    known_at CONSTANT timestamptz := schedule.read_known_at(as_of, time_zone);
    window_start timestamptz;
    window_end timestamptz;
    items text;
BEGIN
    SELECT w.window_start, w.window_end INTO STRICT window_start, window_end
    FROM schedule.read_window("from", "to", time_zone) AS w;
    SELECT string_agg(
        '{"requirement_id":' || c.requirement_id
        || ',"start":"' || replace((c.starts_at AT TIME ZONE 'UTC')::text, ' ', 'T')
        || 'Z","end":"' || replace((c.ends_at AT TIME ZONE 'UTC')::text, ' ', 'T')
        || 'Z","required":' || c.required || ',"available":' || c.available || ',"missing":' || c.missing || '}',
        ',' ORDER BY c.starts_at, c.requirement_id
    ) INTO items
    FROM schedule.coverage(unit, window_start, window_end, known_at) AS c;
    RETURN '{"items":[' || coalesce(items, '') || ']}';
END;
$$;
COMMENT ON FUNCTION api.coverage(text, text, bigint, text, text) IS
'What the coverage requirements of a window [from, to) ask for and what is there, in pieces of constant number, in order of
start and requirement. available counts people whose effective segment has an activity that the requirement counts, at
the destination while seconded. from, to: RFC 3339 instants, or dates in time_zone (default: the organisation''s zone).
unit: requirements of this unit and those below it. as_of: as the database knew it at that instant. Instants are UTC.
Answer: coverage.
Problems: not-found.';
GRANT EXECUTE ON FUNCTION api.coverage(text, text, bigint, text, text) TO strata_user;
