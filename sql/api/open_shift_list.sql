-- In order of time: a page begins after the start and the id of the last one of the page before.
CREATE FUNCTION api.open_shift_list(
    state text DEFAULT NULL,
    unit bigint DEFAULT NULL,
    "from" text DEFAULT NULL,
    "to" text DEFAULT NULL,
    time_zone text DEFAULT NULL,
    "limit" integer DEFAULT 100,
    cursor text DEFAULT NULL
) RETURNS json
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    acting CONSTANT bigint := auth.require_account();
    zone CONSTANT text := schedule.read_zone(time_zone);
    subtree CONSTANT bigint[] := org.required_subtree(unit);
    last_key timestamptz;
    last_id bigint;
    window_start timestamptz;
    window_end timestamptz;
    items jsonb[];
    starts timestamptz[];
    ids bigint[];
BEGIN
    IF "limit" IS NULL OR "limit" NOT BETWEEN 1 AND 1000 THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST001', COLUMN = 'limit', MESSAGE = 'limit must be a number from 1 to 1000.';
    END IF;
    IF state NOT IN ('open', 'taken', 'withdrawn') THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST001', COLUMN = 'state', MESSAGE = 'state must be open, taken or withdrawn.';
    END IF;
    IF "from" IS NOT NULL THEN
        window_start := schedule.read_instant("from", 'from', zone);
    END IF;
    IF "to" IS NOT NULL THEN
        window_end := schedule.read_instant("to", 'to', zone);
    END IF;
    IF window_end <= window_start THEN
        RAISE EXCEPTION USING ERRCODE = 'ST001', COLUMN = 'to', MESSAGE = 'to must be later than from.';
    END IF;
    IF cursor IS NOT NULL THEN
        SELECT c.last_key::timestamptz, c.last_id INTO STRICT last_key, last_id
        FROM api.read_cursor(cursor, 'start', 'timestamptz') AS c;
    END IF;
    -- The page is found first, without what its columns cost.
    WITH page AS MATERIALIZED (
        SELECT
            o.open_shift_id,
            o.starts_at,
            v.confidential,
            v.managed
        FROM approval.visible_shifts() AS v
        JOIN approval.open_shift AS o ON o.open_shift_id = v.open_shift_id
        WHERE
            (open_shift_list.state IS NULL OR o.state = open_shift_list.state)
            AND (subtree IS NULL OR o.unit_id = ANY(subtree))
            AND (window_start IS NULL OR o.ends_at > window_start)
            AND (window_end IS NULL OR o.starts_at < window_end)
            AND (last_id IS NULL OR (o.starts_at, o.open_shift_id) > (last_key, last_id))
        ORDER BY o.starts_at, o.open_shift_id
        LIMIT "limit" + 1
    )
    SELECT
        array_agg(approval.shift_answer(p.open_shift_id, p.confidential, p.managed) ORDER BY p.starts_at, p.open_shift_id),
        array_agg(p.starts_at ORDER BY p.starts_at, p.open_shift_id),
        array_agg(p.open_shift_id ORDER BY p.starts_at, p.open_shift_id)
    INTO STRICT items, starts, ids
    FROM page AS p;
    RETURN json_build_object(
        'items', coalesce(to_json(items[1:"limit"]), '[]'),
        'next', CASE
            WHEN cardinality(items) > "limit" THEN api.write_cursor('start', starts["limit"]::text, ids["limit"])
        END
    );
END;
$$;
COMMENT ON FUNCTION api.open_shift_list(text, bigint, text, text, text, integer, text) IS
'A page of the offered shifts that the acting account may know of, in order of time: those that touch the time between from and to,
each of which may be left out. state: open, taken or withdrawn.
Answer: open_shift_list.
Problems: not-found.';
GRANT EXECUTE ON FUNCTION api.open_shift_list(text, bigint, text, text, text, integer, text) TO strata_user;
