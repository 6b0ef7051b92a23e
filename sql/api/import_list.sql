CREATE FUNCTION api.import_list("limit" integer DEFAULT 100, cursor text DEFAULT NULL) RETURNS json
LANGUAGE plpgsql STABLE
SET search_path = ''
AS $$
DECLARE
    acting CONSTANT bigint := auth.require_account();
    before_id CONSTANT bigint := CASE WHEN cursor IS NOT NULL THEN (api.read_cursor(cursor, 'id', 'bigint')).last_id END;
    found_ids bigint[];
BEGIN
    IF "limit" IS NULL OR "limit" NOT BETWEEN 1 AND 1000 THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST001', COLUMN = 'limit', MESSAGE = 'limit must be a number from 1 to 1000.';
    END IF;
    -- One more than the page has, to know whether there is a next one.
    found_ids := ARRAY(
        SELECT b.batch_id
        FROM import.batch AS b
        WHERE before_id IS NULL OR b.batch_id < before_id
        ORDER BY b.batch_id DESC
        LIMIT "limit" + 1
    );
    RETURN json_build_object(
        'items', (
            SELECT coalesce(json_agg(v ORDER BY v.id DESC), '[]')
            FROM import.batch_resource AS v
            WHERE v.id = ANY(found_ids[1:"limit"])
        ),
        'next', CASE
            WHEN cardinality(found_ids) > "limit"
                THEN api.write_cursor('id', found_ids["limit"]::text, found_ids["limit"])
        END
    );
END;
$$;
COMMENT ON FUNCTION api.import_list(integer, text) IS
'Imports, the newest first, a page at a time, without their rows.
limit: 1 to 1000 per page; cursor: next of the page before. Errors: 422 for a bad limit, 400 for a bad cursor.
Answer: import_list.';
GRANT EXECUTE ON FUNCTION api.import_list(integer, text) TO strata_user;
