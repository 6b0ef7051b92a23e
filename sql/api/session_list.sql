CREATE FUNCTION api.session_list("limit" integer DEFAULT 100, cursor text DEFAULT NULL) RETURNS json
LANGUAGE plpgsql STABLE SECURITY DEFINER
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
        SELECT s.session_id
        FROM auth.session AS s
        WHERE
            s.account_id = acting
            AND s.ended_at IS NULL
            AND s.expires_at > now()
            AND (before_id IS NULL OR s.session_id < before_id)
        ORDER BY s.session_id DESC
        LIMIT "limit" + 1
    );
    RETURN json_build_object(
        'items', (
            SELECT coalesce(
                json_agg(
                    json_build_object(
                        'id', s.session_id,
                        'current', s.session_id IS NOT DISTINCT FROM auth.session_id(),
                        'created_at', replace((s.created_at AT TIME ZONE 'UTC')::text, ' ', 'T') || 'Z',
                        'last_used_at', replace((s.last_used_at AT TIME ZONE 'UTC')::text, ' ', 'T') || 'Z',
                        'expires_at', replace((s.expires_at AT TIME ZONE 'UTC')::text, ' ', 'T') || 'Z',
                        'user_agent', s.user_agent,
                        'address', s.address
                    )
                    ORDER BY s.session_id DESC
                ),
                '[]'
            )
            FROM auth.session AS s
            WHERE s.session_id = ANY(found_ids[1:"limit"])
        ),
        'next', CASE
            WHEN cardinality(found_ids) > "limit"
                THEN api.write_cursor('id', found_ids["limit"]::text, found_ids["limit"])
        END
    );
END;
$$;
COMMENT ON FUNCTION api.session_list(integer, text) IS
'The sessions of the account that have not ended, the newest first, a page at a time.
limit: 1 to 1000 per page; cursor: next of the page before. Errors: 422 for a bad limit, 400 for a bad cursor.
Answer: session_list.';
GRANT EXECUTE ON FUNCTION api.session_list(integer, text) TO strata_user;
