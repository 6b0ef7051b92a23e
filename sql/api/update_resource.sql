CREATE FUNCTION api.update_resource(noun text, id bigint, body jsonb, version bigint[]) RETURNS jsonb
LANGUAGE plpgsql VOLATILE
SET search_path = ''
AS $$
DECLARE
    present CONSTANT bigint := api.lock_resource(noun, id);
    faults CONSTANT jsonb := api.body_faults(noun, body, creating => FALSE);
    written jsonb := '{}';
BEGIN
    IF faults <> '[]' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST001', MESSAGE = 'The body cannot be accepted as it is.', DETAIL = faults::text;
    END IF;
    PERFORM api.require_version(present, version);
    IF body <> '{}' THEN
        EXECUTE (
            SELECT format(
                'UPDATE %1$s AS v SET %2$s FROM jsonb_populate_record(NULL::%1$s, $1) AS g WHERE v.id = $2 RETURNING to_jsonb(v)',
                api.relation_of(noun), string_agg(format('%1$I = g.%1$I', k), ', ')
            )
            FROM jsonb_object_keys(body) AS k
        ) INTO STRICT written USING body, id;
    END IF;
    RETURN written;
END;
$$;
COMMENT ON FUNCTION api.update_resource(text, bigint, jsonb, bigint[]) IS
'Changes the fields of a resource that the body has, if its version is one of those (null: any), and returns what the
view''s trigger made of it. Errors: ST004, ST001 with everything that is wrong with the body, ST016 for another version.';
