CREATE FUNCTION import.export_rows(kind text, known_at timestamptz) RETURNS SETOF text[]
LANGUAGE plpgsql STABLE
SET search_path = ''
AS $$
DECLARE
    columns CONSTANT text[] := import.fields(kind);
BEGIN
    IF columns IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'ST004', MESSAGE = format('There is no kind %s to export.', kind);
    END IF;
    PERFORM set_config('strata.known_at', known_at::text, TRUE);
    RETURN NEXT columns;
    RETURN QUERY EXECUTE (
        SELECT
            format(
                'SELECT ARRAY[%s] FROM import.%I AS v',
                string_agg(format('v.%I', c.name), ', ' ORDER BY c.place),
                kind || '_export'
            )
        FROM unnest(columns) WITH ORDINALITY AS c (name, place)
    );
END;
$$;
COMMENT ON FUNCTION import.export_rows(text, timestamptz) IS
'The rows of a file of a kind as known at an instant (infinity: now), after the names of the columns. Errors: ST004 unknown kind.';
GRANT EXECUTE ON FUNCTION import.export_rows(text, timestamptz) TO strata_user;
