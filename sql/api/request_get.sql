CREATE FUNCTION api.request_get(id bigint, as_of text DEFAULT NULL) RETURNS json
LANGUAGE plpgsql STABLE
SET search_path = ''
AS $$
DECLARE
    acting CONSTANT bigint := auth.require_account();
    known_at CONSTANT timestamptz := schedule.read_known_at(as_of, NULL);
    resource json;
BEGIN
    PERFORM set_config('strata.known_at', known_at::text, TRUE);
    SELECT row_to_json(r) INTO resource
    FROM schedule.request_resource AS r
    WHERE r.id = request_get.id;
    PERFORM set_config('strata.known_at', '', TRUE);
    IF resource IS NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST004', COLUMN = 'id', MESSAGE = format('There is no request %s.', request_get.id);
    END IF;
    RETURN resource;
END;
$$;
COMMENT ON FUNCTION api.request_get(bigint, text) IS
'One request with its adjustments in order of time; instants are UTC. as_of: as the database knew it at that instant.
Answer: request.';
GRANT EXECUTE ON FUNCTION api.request_get(bigint, text) TO strata_user;
