CREATE FUNCTION api.update_resource(noun text, id bigint, body jsonb, version bigint[]) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    present CONSTANT bigint := api.lock_resource(noun, id);
BEGIN
    PERFORM api.refuse_faults(noun, body, creating => FALSE);
    PERFORM api.require_version(present, version);
    -- Also where nothing will be written: who may not write is told so.
    PERFORM auth.require_write(noun, api.present_resource(noun, id));
    RETURN api.write_resource(noun, id, body);
END;
$$;
COMMENT ON FUNCTION api.update_resource(text, bigint, jsonb, bigint[]) IS
'Changes the fields of a resource that the body has, if its version is one of those (null: any), and returns what the
view''s trigger made of it. Errors: ST004, ST001 with everything that is wrong with the body, ST016 for another version.';
GRANT EXECUTE ON FUNCTION api.update_resource(text, bigint, jsonb, bigint[]) TO strata_user;
