CREATE FUNCTION api.write_resource(noun text, id bigint, body jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE
SET search_path = ''
AS $$
DECLARE
    written jsonb := '{}';
BEGIN
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
COMMENT ON FUNCTION api.write_resource(text, bigint, jsonb) IS
'Changes the fields of a resource that a body without faults has, and returns what the view''s trigger made of it. The caller has '
'locked the resource or its noun.';
