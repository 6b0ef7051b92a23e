CREATE FUNCTION api.type_words(types jsonb) RETURNS text
LANGUAGE sql IMMUTABLE
SET search_path = ''
BEGIN ATOMIC
    SELECT
        string_agg(
            CASE t.name
                WHEN 'string' THEN 'text'
                WHEN 'integer' THEN 'a whole number'
                WHEN 'number' THEN 'a number'
                WHEN 'boolean' THEN 'true or false'
                WHEN 'array' THEN 'a list'
                WHEN 'object' THEN 'an object'
                ELSE t.name
            END, ' or ' ORDER BY t.place
        )
    FROM
        jsonb_array_elements_text(CASE jsonb_typeof(types) WHEN 'array' THEN types ELSE jsonb_build_array(types) END)
        WITH ORDINALITY AS t (name, place);
END;
COMMENT ON FUNCTION api.type_words(jsonb) IS 'A type of JSON Schema, or a list of them, in words: "text or null".';
