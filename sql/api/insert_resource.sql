CREATE FUNCTION api.insert_resource(noun text, body jsonb) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    new_id bigint;
BEGIN
    PERFORM api.refuse_faults(noun, body, creating => TRUE);
    EXECUTE (
        SELECT format(
            'INSERT INTO %1$s (%2$s) SELECT %2$s FROM jsonb_populate_record(NULL::%1$s, $1) RETURNING id',
            api.relation_of(noun), string_agg(quote_ident(k), ', ')
        )
        FROM jsonb_object_keys(body) AS k
    ) INTO STRICT new_id USING body;
    RETURN new_id;
END;
$$;
COMMENT ON FUNCTION api.insert_resource(text, jsonb) IS
'Makes a resource from a body and returns its id. Errors: ST001 with everything that is wrong with the body; what the
constraints and triggers behind the view say.';
GRANT EXECUTE ON FUNCTION api.insert_resource(text, jsonb) TO strata_user;
