-- What is not of the type stays as it is, so that the rules of the field can say what is wrong with it.
CREATE FUNCTION import.typed_value(value text, kind text) RETURNS jsonb
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = ''
BEGIN ATOMIC
    SELECT
        CASE
            WHEN typed_value.kind = 'integer' AND typed_value.value ~ '^-?[0-9]{1,18}$'
                THEN to_jsonb(typed_value.value::bigint)
            WHEN typed_value.kind = 'boolean' AND lower(typed_value.value) IN ('true', 'yes', '1', 'x') THEN 'true'::jsonb
            WHEN typed_value.kind = 'boolean' AND lower(typed_value.value) IN ('false', 'no', '0') THEN 'false'::jsonb
            WHEN typed_value.kind = 'texts' OR (typed_value.kind = 'integers' AND typed_value.value !~ '^[0-9 ,;]{1,100}$')
                THEN to_jsonb(regexp_split_to_array(btrim(typed_value.value), '[\s,;]+'))
            WHEN typed_value.kind = 'integers'
                THEN (
                    SELECT coalesce(jsonb_agg(e.element::integer), '[]')
                    FROM regexp_split_to_table(btrim(typed_value.value), '[\s,;]+') AS e (element)
                    WHERE e.element <> '' AND length(e.element) < 9
                )
            ELSE to_jsonb(typed_value.value)
        END;
END;
COMMENT ON FUNCTION import.typed_value(text, text) IS
'The value that a text of a file means: integer, boolean, or lists (integers, texts) separated by space, comma or semicolon.';
