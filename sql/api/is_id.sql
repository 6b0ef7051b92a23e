CREATE FUNCTION api.is_id(value jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE
SET search_path = ''
RETURN coalesce(pg_catalog.jsonb_typeof(is_id.value) = 'number' AND is_id.value #>> '{}' ~ '^[1-9][0-9]{0,17}$', FALSE);
COMMENT ON FUNCTION api.is_id(jsonb) IS 'Whether a JSON value can be an id: a whole number from 1 on.';
