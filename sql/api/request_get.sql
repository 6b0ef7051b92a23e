CREATE FUNCTION api.request_get(id bigint, fields text[] DEFAULT NULL, as_of text DEFAULT NULL) RETURNS json
LANGUAGE plpgsql STABLE
SET search_path = ''
AS $$
DECLARE
    acting CONSTANT bigint := auth.require_account();
    known_at CONSTANT timestamptz := schedule.read_known_at(as_of, NULL);
    resource json;
BEGIN
    PERFORM set_config('strata.known_at', known_at::text, TRUE);
    EXECUTE format(
        'SELECT row_to_json(r) FROM (SELECT %s FROM schedule.request_resource AS v WHERE v.id = $1) AS r',
        api.request_columns(fields)
    ) INTO resource USING request_get.id;
    PERFORM set_config('strata.known_at', '', TRUE);
    IF resource IS NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST004', COLUMN = 'id', MESSAGE = format('There is no request %s.', request_get.id);
    END IF;
    RETURN resource;
END;
$$;
COMMENT ON FUNCTION api.request_get(bigint, text[], text) IS
'One request with its adjustments in order of time; instants are UTC.
fields: those to show besides id and version. as_of: as the database knew it at that instant.
Answer: request_answer.';
GRANT EXECUTE ON FUNCTION api.request_get(bigint, text[], text) TO strata_user;
