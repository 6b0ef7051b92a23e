CREATE FUNCTION api.unit_get(id bigint) RETURNS json
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    acting CONSTANT bigint := auth.require_account();
    resource json;
BEGIN
    SELECT row_to_json(v) INTO resource
    FROM org.unit_resource AS v
    WHERE v.id = unit_get.id;
    IF NOT FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST004', COLUMN = 'id', MESSAGE = format('There is no unit %s.', unit_get.id);
    END IF;
    RETURN resource;
END;
$$;
COMMENT ON FUNCTION api.unit_get(bigint) IS 'One unit; parent_id is null for the root. Errors: 404.';
GRANT EXECUTE ON FUNCTION api.unit_get(bigint) TO strata_user;
