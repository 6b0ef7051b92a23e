CREATE FUNCTION api.pointer_part(name text) RETURNS text
LANGUAGE sql IMMUTABLE
SET search_path = ''
BEGIN ATOMIC
    SELECT replace(replace(pointer_part.name, '~', '~0'), '/', '~1');
END;
COMMENT ON FUNCTION api.pointer_part(text) IS 'The name of a field as a part of a JSON pointer (RFC 6901).';
