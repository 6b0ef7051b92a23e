-- What is in a cursor is nobody's business but that of api.read_cursor.
CREATE FUNCTION api.write_cursor(sort text, last_key text, last_id bigint) RETURNS text
LANGUAGE sql IMMUTABLE
SET search_path = ''
BEGIN ATOMIC
    SELECT encode(
        convert_to(jsonb_build_array(write_cursor.sort, write_cursor.last_key, write_cursor.last_id)::text, 'UTF8'), 'hex'
    );
END;
COMMENT ON FUNCTION api.write_cursor(text, text, bigint) IS
'Where a page of a list ended: how the list is sorted, the value of its last row by which it is, and the id of that row.';
GRANT EXECUTE ON FUNCTION api.write_cursor(text, text, bigint) TO strata_user;
