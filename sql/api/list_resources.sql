-- A page begins after the last row of the one before, by the value that the list is sorted by and the id, so rows that come
-- and go meanwhile neither repeat others nor hide them. Nulls come last, in both directions.
CREATE FUNCTION api.list_resources(
    noun text,
    filters jsonb,
    "limit" integer DEFAULT 100,
    cursor text DEFAULT NULL,
    sort text DEFAULT NULL,
    fields text[] DEFAULT NULL,
    as_of text DEFAULT NULL
) RETURNS json
LANGUAGE plpgsql STABLE
SET search_path = ''
AS $$
DECLARE
    relation CONSTANT regclass := api.relation_of(noun);
    columns CONSTANT text := api.shown_columns(noun, fields);
    sorts CONSTANT text[] := (SELECT r.sorts FROM api.resource AS r WHERE r.noun = list_resources.noun);
    sorted_by CONSTANT text := coalesce(ltrim(sort, '-'), 'id');
    descending CONSTANT boolean := coalesce(sort LIKE '-%', FALSE);
    known_at CONSTANT timestamptz := schedule.read_known_at(as_of, NULL);
    subtree bigint[];
    sort_type text;
    last_key text;
    last_id bigint;
    conditions text[] := '{}';
    filter text;
    items json[];
BEGIN
    IF "limit" IS NULL OR "limit" NOT BETWEEN 1 AND 1000 THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST001', COLUMN = 'limit', MESSAGE = 'limit must be a number from 1 to 1000.';
    END IF;
    IF sort !~ '^-?[a-z_]+$' OR sorted_by <> ALL(sorts) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST001',
            COLUMN = 'sort',
            MESSAGE = format('sort must be one of %s, or one of them after a "-".', array_to_string(sorts, ', '));
    END IF;
    SELECT format_type(a.atttypid, a.atttypmod) INTO STRICT sort_type
    FROM pg_catalog.pg_attribute AS a
    WHERE a.attrelid = relation AND a.attname = sorted_by;
    IF cursor IS NOT NULL THEN
        SELECT
            c.last_key,
            c.last_id
        INTO STRICT last_key, last_id
        FROM api.read_cursor(cursor, coalesce(sort, 'id'), sort_type) AS c;
        conditions := conditions || CASE
            WHEN sorted_by = 'id' THEN format('v.id %s $3', CASE WHEN descending THEN '<' ELSE '>' END)
            WHEN last_key IS NULL THEN format('v.%I IS NULL AND v.id > $3', sorted_by)
            ELSE format(
                '(v.%1$I %2$s $2::%3$s OR v.%1$I IS NULL OR (v.%1$I = $2::%3$s AND v.id > $3))',
                sorted_by, CASE WHEN descending THEN '<' ELSE '>' END, sort_type
            )
        END;
    END IF;
    FOR filter IN SELECT k FROM jsonb_object_keys(filters) AS k
    LOOP
        conditions := conditions || CASE filter
            WHEN 'unit' THEN
                'v.unit_id = ANY($4)' || CASE
                    -- The unit of a person is computed: only of those who were in it at some time.
                    WHEN noun = 'staff' THEN
                        ' AND v.id = ANY(ARRAY('
                        'SELECT m.staff_id FROM org.membership_known AS m WHERE m.unit_id = ANY($4)))'
                    ELSE ''
                END
            WHEN 'on' THEN
                '(v."from" IS NULL OR v."from" <= ($1 ->> ''on'')::date) AND (v."to" IS NULL OR v."to" > ($1 ->> ''on'')::date)'
            ELSE (
                SELECT format('v.%1$I = ($1 ->> %1$L)::%2$s', a.attname, format_type(a.atttypid, a.atttypmod))
                FROM pg_catalog.pg_attribute AS a
                WHERE a.attrelid = relation AND a.attname = filter
            )
        END;
    END LOOP;
    subtree := org.required_subtree((filters ->> 'unit')::bigint, known_at);
    IF as_of IS NOT NULL THEN
        PERFORM set_config('strata.known_at', known_at::text, TRUE);
    END IF;
    -- The page is found first, without what its columns cost.
    EXECUTE format(
        'SELECT array_agg(q.item), (array_agg(q.key))[$5], (array_agg(q.id))[$5] FROM ('
        'SELECT v.id, v.%1$I::text AS key, (SELECT row_to_json(r) FROM (SELECT %2$s) AS r) AS item FROM %3$s AS v '
        'WHERE v.id = ANY(ARRAY(SELECT v.id FROM %3$s AS v %4$s ORDER BY %5$s LIMIT $5 + 1)) ORDER BY %5$s) AS q',
        sorted_by, columns, relation, 'WHERE ' || nullif(array_to_string(conditions, ' AND '), ''),
        format('v.%I %s NULLS LAST, v.id', sorted_by, CASE WHEN descending THEN 'DESC' ELSE 'ASC' END)
    ) INTO STRICT items, last_key, last_id USING filters, last_key, last_id, subtree, "limit";
    IF as_of IS NOT NULL THEN
        PERFORM set_config('strata.known_at', '', TRUE);
    END IF;
    RETURN json_build_object(
        'items', coalesce(to_json(items[1:"limit"]), '[]'),
        'next', CASE
            WHEN cardinality(items) > "limit" THEN api.write_cursor(coalesce(sort, 'id'), last_key, last_id)
        END
    );
END;
$$;
COMMENT ON FUNCTION api.list_resources(text, jsonb, integer, text, text, text[], text) IS
'A page {items, next} of the resources of a noun. filters: column and value; unit: its subtree; on: valid on that date.
sort: a column, in falling order after a "-". fields: the columns to show besides id and version. as_of: as the database
knew them at that instant. Errors: ST001 (limit, sort, fields, as_of), ST002 (cursor, as_of), ST004 (unit).';
GRANT EXECUTE ON FUNCTION api.list_resources(text, jsonb, integer, text, text, text[], text) TO strata_user;
