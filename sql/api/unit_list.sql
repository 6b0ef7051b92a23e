CREATE FUNCTION api.unit_list("limit" integer DEFAULT 100, cursor text DEFAULT NULL) RETURNS json
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    acting CONSTANT bigint := auth.require_account();
    after_id CONSTANT bigint := api.read_page("limit", cursor);
    page json;
BEGIN
    SELECT api.page(
        coalesce(array_agg(row_to_json(r) ORDER BY r.id), '{}'), "limit", (array_agg(r.id ORDER BY r.id))["limit"]
    ) INTO STRICT page
    FROM (
        SELECT v.*
        FROM org.unit_resource AS v
        WHERE v.id > after_id
        ORDER BY v.id
        LIMIT "limit" + 1
    ) AS r;
    RETURN page;
END;
$$;
COMMENT ON FUNCTION api.unit_list(integer, text) IS
'Units in order of id, a page at a time; parent_id is null for the root.
limit: 1 to 1000 per page; cursor: next of the page before. Errors: 422 for a bad limit, 400 for a bad cursor.';
GRANT EXECUTE ON FUNCTION api.unit_list(integer, text) TO strata_user;
