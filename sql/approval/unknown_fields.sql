CREATE FUNCTION approval.unknown_fields(body jsonb, known text[], pointer text DEFAULT '') RETURNS jsonb
LANGUAGE sql IMMUTABLE
SET search_path = ''
BEGIN ATOMIC
    SELECT
        coalesce(
            jsonb_agg(
                api.fault(unknown_fields.pointer || '/' || api.pointer_part(k.field), 'There is no such field.')
            ),
            '[]'
        )
    FROM jsonb_object_keys(unknown_fields.body) AS k (field)
    WHERE k.field <> all(unknown_fields.known);
END;
COMMENT ON FUNCTION approval.unknown_fields(jsonb, text[], text) IS
'What an object at a pointer has besides the known fields, as a list of {pointer, detail}; empty when it has nothing else.';
