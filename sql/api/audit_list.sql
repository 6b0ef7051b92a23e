-- Sorted by change and not by entry alone: what belongs together stays together. Entries that are not sealed yet are few; the
-- indexes of rows and people know only the others.
CREATE FUNCTION api.audit_list(
    "from" text DEFAULT NULL,
    "to" text DEFAULT NULL,
    time_zone text DEFAULT NULL,
    account_id bigint DEFAULT NULL,
    session_id bigint DEFAULT NULL,
    request_id text DEFAULT NULL,
    staff_id bigint DEFAULT NULL,
    relation text DEFAULT NULL,
    "row" text DEFAULT NULL,
    action text DEFAULT NULL,
    "limit" integer DEFAULT 100,
    cursor text DEFAULT NULL
) RETURNS json
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    acting CONSTANT bigint := auth.require_account();
    zone CONSTANT text := schedule.read_zone(time_zone);
    since CONSTANT timestamptz := CASE WHEN "from" IS NOT NULL THEN schedule.read_instant("from", 'from', zone) END;
    until CONSTANT timestamptz := CASE WHEN "to" IS NOT NULL THEN schedule.read_instant("to", 'to', zone) END;
    last_change bigint;
    last_entry bigint;
    entry_ids bigint[];
    changes bigint[];
BEGIN
    PERFORM auth.require_everywhere('admin');
    IF "limit" IS NULL OR "limit" NOT BETWEEN 1 AND 1000 THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST001', COLUMN = 'limit', MESSAGE = 'limit must be a number from 1 to 1000.';
    END IF;
    IF action NOT IN ('insert', 'update', 'delete') THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST001', COLUMN = 'action', MESSAGE = 'action must be insert, update or delete.';
    END IF;
    IF cursor IS NOT NULL THEN
        SELECT c.last_key::bigint, c.last_id INTO STRICT last_change, last_entry
        FROM api.read_cursor(cursor, '-change_id', 'bigint') AS c;
    END IF;
    -- One more than the page has, to know whether there is a next one.
    EXECUTE format(
        'SELECT array_agg(q.entry_id), array_agg(q.change_id) FROM ('
        'SELECT e.entry_id, e.change_id FROM audit.entry AS e JOIN audit.transaction AS x ON x.change_id = e.change_id '
        'WHERE %s ORDER BY e.change_id DESC, e.entry_id DESC LIMIT $12) AS q',
        concat_ws(
            ' AND ',
            'TRUE',
            CASE WHEN since IS NOT NULL THEN 'x.recorded_at >= $1' END,
            CASE WHEN until IS NOT NULL THEN 'x.recorded_at < $2' END,
            CASE WHEN account_id IS NOT NULL THEN 'x.account_id = $3' END,
            CASE WHEN session_id IS NOT NULL THEN 'x.session_id = $4' END,
            CASE WHEN request_id IS NOT NULL THEN 'x.request_id = $5' END,
            CASE
                WHEN staff_id IS NOT NULL
                    THEN '(e.position IS NOT NULL AND e.staff_id = $6 OR e.position IS NULL AND e.staff_id = $6)'
            END,
            CASE
                WHEN relation IS NOT NULL AND "row" IS NOT NULL
                    THEN
                        '(e.position IS NOT NULL AND e.relation = $7 AND e.row_key = $8'
                        ' OR e.position IS NULL AND e.relation = $7 AND e.row_key = $8)'
                WHEN relation IS NOT NULL THEN 'e.relation = $7'
                WHEN "row" IS NOT NULL THEN 'e.row_key = $8'
            END,
            CASE WHEN action IS NOT NULL THEN 'e.action = $9' END,
            CASE WHEN last_entry IS NOT NULL THEN '(e.change_id, e.entry_id) < ($10, $11)' END
        )
    ) INTO entry_ids, changes
    USING
        since, until, account_id, session_id, request_id, staff_id, relation, "row", action,
        last_change, last_entry, "limit" + 1;
    RETURN json_build_object(
        'items', (
            SELECT coalesce(json_agg(to_jsonb(v) ORDER BY v.change_id DESC, v.id DESC), '[]')
            FROM audit.entry_resource AS v
            WHERE v.id = ANY(entry_ids[1:"limit"])
        ),
        'next', CASE
            WHEN cardinality(entry_ids) > "limit"
                THEN api.write_cursor('-change_id', changes["limit"]::text, entry_ids["limit"])
        END
    );
END;
$$;
COMMENT ON FUNCTION api.audit_list(
    text, text, text, bigint, bigint, text, bigint, text, text, text, integer, text
) IS
'What was done to which row, when and by whom, the newest change first, for administrators of the whole organisation.
from, to: when the change was made. relation: the table with its schema; row: the key of a row of it. staff_id: rows that name
the person. account is null for who worked in the database itself, whom database_login names. position is the place in the
sealed chain, null for some seconds after the change. erased: old and new were personal data and are gone.
Answer: audit_list.';
GRANT EXECUTE ON FUNCTION api.audit_list(
    text, text, text, bigint, bigint, text, bigint, text, text, text, integer, text
) TO strata_user;
