-- One item more than the limit is read, to know whether there is a next page.
CREATE FUNCTION api.page(items json[], "limit" integer, last_id bigint) RETURNS json
LANGUAGE sql IMMUTABLE
SET search_path = ''
BEGIN ATOMIC
    SELECT json_build_object(
        'items', to_json(items[1:"limit"]),
        'next', CASE WHEN cardinality(items) > "limit" THEN encode(convert_to(last_id::text, 'UTF8'), 'hex') END
    );
END;
COMMENT ON FUNCTION api.page(json[], integer, bigint) IS
'A page of a list: {items, next}. last_id is the id of its last item; next is null on the last page.';
