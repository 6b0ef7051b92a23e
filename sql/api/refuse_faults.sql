CREATE FUNCTION api.refuse_faults(noun text, body jsonb, creating boolean) RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = ''
AS $$
DECLARE
    faults CONSTANT jsonb := api.body_faults(noun, body, creating);
BEGIN
    IF faults <> '[]' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST001', MESSAGE = 'The body cannot be accepted as it is.', DETAIL = faults::text;
    END IF;
END;
$$;
COMMENT ON FUNCTION api.refuse_faults(text, jsonb, boolean) IS 'Errors: ST001 with everything that is wrong with a body.';
