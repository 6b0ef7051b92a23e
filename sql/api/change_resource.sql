-- Reads as whoever asks, before and after: only the writing itself is the owner's.
CREATE FUNCTION api.change_resource(noun text, id bigint, body jsonb, version bigint[]) RETURNS json
LANGUAGE plpgsql VOLATILE
SET search_path = ''
AS $$
DECLARE
    written jsonb;
    resource json;
BEGIN
    PERFORM api.require_visible(noun, id);
    written := api.update_resource(noun, id, body, version);
    resource := (api.resources(noun, ARRAY[id]))[1];
    -- What only the writing itself can say, such as how much it changed, is no column that can be read again.
    RETURN (
        SELECT
            '{'
            || string_agg(to_json(r.key) || ':' || coalesce((written -> f.field)::text, r.value::text), ',' ORDER BY r.place)
            || '}'
        FROM ROWS FROM (json_each(resource)) WITH ORDINALITY AS r (key, value, place)
        LEFT JOIN api.field AS f ON f.noun = change_resource.noun AND f.field = r.key AND f.writable = 'never'
    );
END;
$$;
COMMENT ON FUNCTION api.change_resource(text, bigint, jsonb, bigint[]) IS
'Changes a resource by a JSON merge patch (RFC 7396) and returns it. Errors as of api.update_resource; ST004 too where the acting
account may not know of it.';
GRANT EXECUTE ON FUNCTION api.change_resource(text, bigint, jsonb, bigint[]) TO strata_user;
