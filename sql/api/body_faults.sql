CREATE FUNCTION api.body_faults(noun text, body jsonb, creating boolean) RETURNS jsonb
LANGUAGE plpgsql STABLE
SET search_path = ''
AS $$
DECLARE
    faults jsonb := '[]';
    unknown text;
    known record;
    value jsonb;
BEGIN
    IF jsonb_typeof(body) <> 'object' THEN
        RETURN jsonb_build_array(api.fault('', 'The body must be an object.'));
    END IF;
    FOR unknown IN
        SELECT k FROM jsonb_object_keys(body) AS k
        WHERE k NOT IN (SELECT f.field FROM api.field AS f WHERE f.noun = body_faults.noun)
    LOOP
        faults := faults || api.fault(
            '/' || api.pointer_part(unknown),
            CASE
                WHEN unknown IN ('id', 'version') THEN unknown || ' is set by the server.'
                ELSE 'There is no such field.'
            END
        );
    END LOOP;
    FOR known IN
        SELECT
            f.field,
            f.nullable,
            f.writable,
            f.schema
        FROM api.field AS f
        WHERE f.noun = body_faults.noun AND (body ? f.field OR (creating AND f.required))
        ORDER BY f.place
    LOOP
        value := body -> known.field;
        IF value IS NULL THEN
            faults := faults || api.fault('/' || known.field, known.field || ' is missing.');
        ELSIF known.writable = 'never' THEN
            faults := faults || api.fault('/' || known.field, known.field || ' is set by the server.');
        ELSIF known.writable = 'create' AND NOT creating THEN
            faults := faults || api.fault('/' || known.field, known.field || ' cannot be changed.');
        ELSIF value <> 'null' OR NOT known.nullable THEN
            faults := faults || api.value_faults(value, known.schema, '/' || known.field);
        END IF;
    END LOOP;
    RETURN faults;
END;
$$;
COMMENT ON FUNCTION api.body_faults(text, jsonb, boolean) IS
'Everything by which a body is no resource of that noun (creating), or no change of one, as a list of
{pointer, detail}; empty when it is right. The rules are the rows of api.field.';
