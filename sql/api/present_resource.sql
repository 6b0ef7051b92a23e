CREATE FUNCTION api.present_resource(noun text, id bigint) RETURNS jsonb
LANGUAGE plpgsql STABLE
SET search_path = ''
AS $$
DECLARE
    resource jsonb;
BEGIN
    EXECUTE format('SELECT to_jsonb(v) FROM %s AS v WHERE v.id = $1', api.relation_of(noun)) INTO resource USING id;
    RETURN resource;
END;
$$;
COMMENT ON FUNCTION api.present_resource(text, bigint) IS
'All columns of a resource''s view, as the caller sees them; null for none. What it belongs to is among them.';
