CREATE FUNCTION api.request_list(
    state text DEFAULT NULL,
    unit bigint DEFAULT NULL,
    staff bigint[] DEFAULT NULL,
    "from" text DEFAULT NULL,
    "to" text DEFAULT NULL,
    time_zone text DEFAULT NULL,
    fields text[] DEFAULT NULL,
    "limit" integer DEFAULT 100,
    cursor text DEFAULT NULL
) RETURNS json
LANGUAGE plpgsql STABLE
SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    acting CONSTANT bigint := auth.require_account();
    zone CONSTANT text := schedule.read_zone(time_zone);
    since CONSTANT timestamptz := CASE WHEN "from" IS NOT NULL THEN schedule.read_instant("from", 'from', zone) END;
    until CONSTANT timestamptz := CASE WHEN "to" IS NOT NULL THEN schedule.read_instant("to", 'to', zone) END;
    subtree CONSTANT bigint[] := org.required_subtree(unit);
    people bigint[];
    last_id bigint;
    ids bigint[];
    items json;
BEGIN
    IF "limit" IS NULL OR "limit" NOT BETWEEN 1 AND 1000 THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST001', COLUMN = 'limit', MESSAGE = 'limit must be a number from 1 to 1000.';
    END IF;
    IF request_list.state NOT IN ('draft', 'pending', 'approved', 'rejected', 'withdrawn', 'expired', 'cancelled') THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST001',
            COLUMN = 'state',
            MESSAGE = 'state must be draft, pending, approved, rejected, withdrawn, expired or cancelled.';
    END IF;
    IF until <= since THEN
        RAISE EXCEPTION USING ERRCODE = 'ST001', COLUMN = 'to', MESSAGE = 'to must be later than from.';
    END IF;
    IF cursor IS NOT NULL THEN
        SELECT c.last_id INTO STRICT last_id
        FROM api.read_cursor(cursor, '-id', 'bigint') AS c;
    END IF;
    IF unit IS NOT NULL THEN
        people := ARRAY(
            SELECT DISTINCT m.staff_id
            FROM org.membership AS m
            WHERE m.unit_id = ANY(subtree) AND approval.home_unit(m.staff_id, auth.today()) = ANY(subtree)
        );
    END IF;
    -- One more than the page has, to know whether there is a next one.
    EXECUTE format(
        'SELECT array_agg(q.request_id) FROM ('
        'SELECT r.request_id FROM schedule.request AS r WHERE %s ORDER BY r.request_id DESC LIMIT $7) AS q',
        concat_ws(
            ' AND ',
            'TRUE',
            CASE WHEN request_list.state IS NOT NULL THEN 'r.state = $1' END,
            CASE WHEN unit IS NOT NULL THEN '(r.staff_id = ANY($2) OR r.partner_id = ANY($2))' END,
            CASE WHEN staff IS NOT NULL THEN '(r.staff_id = ANY($3) OR r.partner_id = ANY($3))' END,
            CASE
                WHEN since IS NOT NULL OR until IS NOT NULL THEN
                    'EXISTS (SELECT FROM schedule.adjustment AS a WHERE a.request_id = r.request_id'
                    ' AND a.ends_at > coalesce($4, ''-infinity'') AND a.starts_at < coalesce($5, ''infinity''))'
            END,
            CASE WHEN last_id IS NOT NULL THEN 'r.request_id < $6' END
        )
    ) INTO ids
    USING request_list.state, people, staff, since, until, last_id, "limit" + 1;
    EXECUTE format(
        'SELECT json_agg(row_to_json(r) ORDER BY r.id DESC)'
        ' FROM (SELECT %s FROM schedule.request_resource AS v WHERE v.id = ANY($1)) AS r',
        api.request_columns(fields)
    ) INTO STRICT items USING ids[1:"limit"];
    RETURN json_build_object(
        'items', coalesce(items, '[]'),
        'next', CASE WHEN cardinality(ids) > "limit" THEN api.write_cursor('-id', ids["limit"]::text, ids["limit"]) END
    );
END;
$$;
COMMENT ON FUNCTION api.request_list(text, bigint, bigint[], text, text, text, text[], integer, text) IS
'Requests that the account may read, the newest first, a page at a time: those of the own person, of people it manages, those it asked
for, decides or has decided.
state: draft, pending, approved, rejected, withdrawn, expired, cancelled. unit: about people at home in this unit and those below it
today; staff: about these people. from, to: with an adjustment in that time; RFC 3339 instants, or dates in time_zone.
fields: those to show besides id and version. limit: 1 to 1000 per page; cursor: next of the page before.
Answer: request_list.
Problems: not-found.';
GRANT EXECUTE ON FUNCTION api.request_list(text, bigint, bigint[], text, text, text, text[], integer, text) TO strata_user;
