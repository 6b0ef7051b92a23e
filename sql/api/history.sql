-- A thing is read through its view as the database knew it just before and just after each change of its rows, so that the
-- history speaks in the fields of the API, whatever tables they come from.
CREATE FUNCTION api.history(kind text, id bigint, "limit" integer DEFAULT 100, cursor text DEFAULT NULL) RETURNS json
LANGUAGE plpgsql STABLE
SET search_path = ''
AS $$
DECLARE
    acting CONSTANT bigint := auth.require_account();
    kept_from CONSTANT timestamptz := (SELECT h.kept_from FROM audit.history_horizon AS h);
    described record;
    unshown text[];
    sources text;
    existed boolean;
    beyond timestamptz := 'infinity';
    change record;
    states jsonb[];
    known_at timestamptz;
    state jsonb;
    differences jsonb;
    items json[] := '{}';
    following text;
BEGIN
    SELECT h.noun, h.relation INTO described
    FROM api.history_kind AS h
    WHERE history.kind IN (h.noun, h.collection);
    IF NOT FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST004', COLUMN = 'kind', MESSAGE = format('There is no history of a kind %s.', history.kind);
    END IF;
    IF "limit" IS NULL OR "limit" NOT BETWEEN 1 AND 1000 THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST001', COLUMN = 'limit', MESSAGE = 'limit must be a number from 1 to 1000.';
    END IF;
    IF cursor IS NOT NULL THEN
        SELECT c.last_key::timestamptz INTO STRICT beyond
        FROM api.read_cursor(cursor, '-changed_at', 'timestamptz') AS c;
    END IF;
    -- What is only written, or only answers a change, is no state.
    SELECT ARRAY['id', 'version'] || array_agg(f.field) INTO STRICT unshown
    FROM api.field AS f
    WHERE f.noun = described.noun AND (f.schema ->> 'writeOnly' = 'true' OR f.writable = 'never');
    SELECT string_agg(
        format(
            'SELECT t.recorded_from AS at, t.change_id FROM %1$I.%2$I AS t WHERE t.%4$s = $1 '
            'UNION ALL SELECT h.recorded_from, h.change_id FROM %1$I.%3$I AS h WHERE h.%4$s = $1 '
            'UNION ALL SELECT upper(h.recorded), h.superseded_by FROM %1$I.%3$I AS h WHERE h.%4$s = $1',
            s.schema_name, s.table_name, s.table_name || '_history', s.key
        ), ' UNION ALL '
    ) INTO STRICT sources
    FROM api.history_table AS s
    WHERE s.noun = described.noun;
    EXECUTE format('SELECT EXISTS (%s)', sources) INTO STRICT existed USING history.id;
    IF NOT existed THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST004',
            COLUMN = 'id',
            MESSAGE = format('There is and was no %s %s.', replace(described.noun, '_', ' '), history.id);
    END IF;
    FOR change IN EXECUTE format(
        'SELECT c.at, c.change_id, t.account_id, t.account, t.database_login '
        'FROM (SELECT u.at, max(u.change_id) AS change_id FROM (%s) AS u WHERE u.at < $2 AND u.at > $3 GROUP BY u.at) AS c '
        'CROSS JOIN LATERAL audit.author(c.change_id) AS t ORDER BY c.at DESC',
        sources
    ) USING history.id, beyond, kept_from
    LOOP
        states := '{}';
        FOREACH known_at IN ARRAY ARRAY[change.at - interval '1 microsecond', change.at]
        LOOP
            PERFORM set_config('strata.known_at', known_at::text, TRUE);
            state := NULL;
            EXECUTE format('SELECT to_jsonb(v) - $2 FROM %s AS v WHERE v.id = $1', described.relation)
            INTO state USING history.id, unshown;
            states := states || ARRAY[state];
        END LOOP;
        differences := api.differences(states[1], states[2]);
        CONTINUE WHEN differences = '{}';
        IF cardinality(items) = "limit" THEN
            following := api.write_cursor('-changed_at', beyond::text, history.id);
            EXIT;
        END IF;
        items := items || json_build_object(
            'changed_at', replace((change.at AT TIME ZONE 'UTC')::text, ' ', 'T') || 'Z',
            'change_id', change.change_id,
            'account_id', change.account_id,
            'account', change.account,
            'database_login', change.database_login,
            'action', CASE WHEN states[1] IS NULL THEN 'created' WHEN states[2] IS NULL THEN 'deleted' ELSE 'changed' END,
            'changes', differences
        );
        beyond := change.at;
    END LOOP;
    PERFORM set_config('strata.known_at', '', TRUE);
    RETURN json_build_object(
        'items', to_json(items),
        'next', following,
        'kept_from', CASE WHEN isfinite(kept_from) THEN replace((kept_from AT TIME ZONE 'UTC')::text, ' ', 'T') || 'Z' END
    );
END;
$$;
COMMENT ON FUNCTION api.history(text, bigint, integer, text) IS
'What changed in one thing, the newest change first: when, by whom, which fields, old and new. kind: a noun of the API such as
staff, contract or coverage_requirement (or its collection), request, adjustment, open_shift. account is null for a change that was made
in SQL or by a command, which database_login names. The history of a person has the memberships too. Things that were
deleted keep their history. Changes at kept_from or before it are not kept any more; null: all are.
Answer: history.
Problems: not-found.';
GRANT EXECUTE ON FUNCTION api.history(text, bigint, integer, text) TO strata_user;
