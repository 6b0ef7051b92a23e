CREATE FUNCTION api.staff_get(id bigint) RETURNS json
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    acting CONSTANT bigint := auth.require_account();
    resource json;
BEGIN
    SELECT row_to_json(v) INTO resource
    FROM org.staff_resource AS v
    WHERE v.id = staff_get.id;
    IF NOT FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST004', COLUMN = 'id', MESSAGE = format('There is no person %s.', staff_get.id);
    END IF;
    RETURN resource;
END;
$$;
COMMENT ON FUNCTION api.staff_get(bigint) IS
'One person, with the home unit of today and the first day of that membership. Errors: 404.';
GRANT EXECUTE ON FUNCTION api.staff_get(bigint) TO strata_user;
