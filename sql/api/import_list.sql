CREATE FUNCTION api.import_list("limit" integer DEFAULT 100, cursor text DEFAULT NULL) RETURNS json
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    acting CONSTANT bigint := auth.require_account();
    before_id CONSTANT bigint := nullif(api.read_page("limit", cursor), 0);
    page json;
BEGIN
    SELECT api.page(
        coalesce(array_agg(row_to_json(r) ORDER BY r.id DESC), '{}'),
        "limit",
        (array_agg(r.id ORDER BY r.id DESC))["limit"]
    ) INTO STRICT page
    FROM (
        SELECT v.*
        FROM import.batch_resource AS v
        WHERE before_id IS NULL OR v.id < before_id
        ORDER BY v.id DESC
        LIMIT "limit" + 1
    ) AS r;
    RETURN page;
END;
$$;
COMMENT ON FUNCTION api.import_list(integer, text) IS
'Imports, the newest first, a page at a time, without their rows.
limit: 1 to 1000 per page; cursor: next of the page before. Errors: 422 for a bad limit, 400 for a bad cursor.
Answer: import_list.';
GRANT EXECUTE ON FUNCTION api.import_list(integer, text) TO strata_user;
