CREATE FUNCTION api.fault(pointer text, detail text) RETURNS jsonb
LANGUAGE sql IMMUTABLE
SET search_path = ''
BEGIN ATOMIC
    SELECT jsonb_build_object('pointer', fault.pointer, 'detail', fault.detail);
END;
COMMENT ON FUNCTION api.fault(text, text) IS 'One entry of the errors of a problem: where (JSON pointer) and what.';
GRANT EXECUTE ON FUNCTION api.fault(text, text) TO strata_user;
