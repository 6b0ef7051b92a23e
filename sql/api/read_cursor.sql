CREATE FUNCTION api.read_cursor(cursor text, sort text, sort_type text, OUT last_key text, OUT last_id bigint)
LANGUAGE plpgsql STABLE
SET search_path = ''
AS $$
DECLARE
    content jsonb;
BEGIN
    content := convert_from(decode(cursor, 'hex'), 'UTF8')::jsonb;
    last_id := content ->> 2;
    IF content ->> 0 IS DISTINCT FROM sort OR last_id IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'data_exception';
    END IF;
    -- What a client made up itself fails here and not in the list.
    EXECUTE format('SELECT ($1::%s)::text', sort_type) INTO STRICT last_key USING content ->> 1;
EXCEPTION
    WHEN data_exception THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST002',
            COLUMN = 'cursor',
            MESSAGE = 'cursor is not one that this server gave for this list: begin again without it.';
END;
$$;
COMMENT ON FUNCTION api.read_cursor(text, text, text) IS
'What api.write_cursor wrote, for a list that is sorted in the same way. Errors: ST002 (cursor).';
GRANT EXECUTE ON FUNCTION api.read_cursor(text, text, text) TO strata_user;
