CREATE FUNCTION api.shown_columns(noun text, fields text[] DEFAULT NULL) RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = ''
AS $$
DECLARE
    known CONSTANT text[] := ARRAY(
        SELECT f.field FROM api.field AS f
        WHERE f.noun = shown_columns.noun AND NOT coalesce((f.schema ->> 'writeOnly')::boolean, FALSE)
        ORDER BY f.place
    );
    unknown CONSTANT text := (SELECT f FROM unnest(fields) AS f WHERE f <> ALL(known || ARRAY['id', 'version']) LIMIT 1);
BEGIN
    IF unknown IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST001',
            COLUMN = 'fields',
            MESSAGE = format('There is no field %s: choose from %s.', unknown, array_to_string(known, ', '));
    END IF;
    RETURN 'v.id, ' || coalesce(
        (
            SELECT string_agg(format('v.%I, ', k.field), '' ORDER BY k.place)
            FROM unnest(known) WITH ORDINALITY AS k (field, place)
            WHERE fields IS NULL OR k.field = ANY(fields)
        ), ''
    ) || 'v.version';
END;
$$;
COMMENT ON FUNCTION api.shown_columns(text, text[]) IS
'The columns of an answer, as SQL: id, the fields in their order (those that were chosen, or all), version. Errors:
ST001 (fields) for an unknown one.';
GRANT EXECUTE ON FUNCTION api.shown_columns(text, text[]) TO strata_user;
