CREATE FUNCTION api.request_columns(fields text[]) RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = ''
AS $$
DECLARE
    known CONSTANT text[] := ARRAY(
        SELECT a.attname
        FROM pg_catalog.pg_attribute AS a
        WHERE a.attrelid = 'schedule.request_resource'::regclass AND a.attnum > 0
        ORDER BY a.attnum
    );
    unknown CONSTANT text := (SELECT f FROM unnest(fields) AS f WHERE f <> ALL(known) LIMIT 1);
BEGIN
    IF unknown IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST001',
            COLUMN = 'fields',
            MESSAGE = format(
                'There is no field %s: choose from %s.',
                unknown,
                array_to_string(array_remove(array_remove(known, 'id'), 'version'), ', ')
            );
    END IF;
    RETURN (
        SELECT string_agg(format('v.%I', k.field), ', ' ORDER BY k.place)
        FROM unnest(known) WITH ORDINALITY AS k (field, place)
        WHERE fields IS NULL OR k.field = ANY(fields || '{id,version}'::text[])
    );
END;
$$;
COMMENT ON FUNCTION api.request_columns(text[]) IS
'The columns of the answer about a request, as SQL: those that were chosen (null: all), with id and version. Errors: ST001 (fields) for
an unknown one.';
GRANT EXECUTE ON FUNCTION api.request_columns(text[]) TO strata_user;
