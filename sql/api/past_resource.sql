CREATE FUNCTION api.past_resource(noun text, id bigint, fields text[], as_of text) RETURNS json
LANGUAGE plpgsql STABLE
SET search_path = ''
AS $$
DECLARE
    known_at CONSTANT timestamptz := schedule.read_known_at(as_of, NULL);
    resource json;
BEGIN
    PERFORM set_config('strata.known_at', known_at::text, TRUE);
    resource := (api.resources(noun, ARRAY[id], fields))[1];
    PERFORM set_config('strata.known_at', '', TRUE);
    RETURN resource;
END;
$$;
COMMENT ON FUNCTION api.past_resource(text, bigint, text[], text) IS
'Some fields (null: all) of a resource, as the database knew it at an instant (null: now); null when there was none.
Errors: ST001 (fields, as_of), ST002 (as_of).';
GRANT EXECUTE ON FUNCTION api.past_resource(text, bigint, text[], text) TO strata_user;
