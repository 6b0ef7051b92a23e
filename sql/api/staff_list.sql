CREATE FUNCTION api.staff_list(unit bigint DEFAULT NULL, "limit" integer DEFAULT 100, cursor text DEFAULT NULL)
RETURNS json
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    acting CONSTANT bigint := auth.require_account();
    after_id CONSTANT bigint := api.read_page("limit", cursor);
    subtree CONSTANT bigint[] := org.required_subtree(unit);
    page json;
BEGIN
    SELECT api.page(
        coalesce(array_agg(row_to_json(r) ORDER BY r.id), '{}'), "limit", (array_agg(r.id ORDER BY r.id))["limit"]
    ) INTO STRICT page
    FROM (
        SELECT v.*
        FROM org.staff_resource AS v
        WHERE v.id > after_id AND (unit IS NULL OR v.unit_id = ANY(subtree))
        ORDER BY v.id
        LIMIT "limit" + 1
    ) AS r;
    RETURN page;
END;
$$;
COMMENT ON FUNCTION api.staff_list(bigint, integer, text) IS
'People in order of id, a page at a time. unit: only those whose home is this unit or one below it.
limit: 1 to 1000 per page; cursor: next of the page before. Errors: 404 for an unknown unit, 422 for a bad limit, 400 for a bad cursor.';
GRANT EXECUTE ON FUNCTION api.staff_list(bigint, integer, text) TO strata_user;
