-- A file names a person by the employee number, or by the place of the person in the file of people that was imported
-- last: of those with the name that the profile gives, if there is one.
CREATE FUNCTION import.find_people(batch_id bigint) RETURNS TABLE (ordinal integer, staff_id bigint)
LANGUAGE plpgsql STABLE
SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    batch import.batch;
    roster_id bigint;
BEGIN
    SELECT b.* INTO STRICT batch FROM import.batch AS b WHERE b.batch_id = find_people.batch_id;
    IF batch.options -> 'person' ->> 'by' = 'employee_number' THEN
        RETURN QUERY
        SELECT r.ordinal, s.staff_id
        FROM import.file_row AS r
        JOIN org.staff AS s ON s.employee_number = btrim(r.data ->> 'person')
        WHERE r.batch_id = batch.batch_id;
        RETURN;
    END IF;

    SELECT b.batch_id INTO roster_id
    FROM import.batch AS b
    WHERE b.kind = 'people' AND b.profile = batch.profile AND b.state = 'committed'
    ORDER BY b.file_name IS NOT DISTINCT FROM batch.options -> 'person' ->> 'of' DESC, b.batch_id DESC
    LIMIT 1;
    IF roster_id IS NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST001',
            COLUMN = 'person',
            MESSAGE = format(
                'The file names people by their place in the file of people: import that one first, with the profile %s.',
                batch.profile
            );
    END IF;
    RETURN QUERY
    SELECT r.ordinal, p.staff_id
    FROM (
        SELECT
            f.ordinal,
            CASE WHEN f.data ->> 'person' ~ '^[0-9]{1,9}$' THEN (f.data ->> 'person')::integer END
            - (batch.options -> 'person' ->> 'first')::integer
            + 1 AS place
        FROM import.file_row AS f
        WHERE f.batch_id = batch.batch_id
    ) AS r
    JOIN import.file_row AS p ON p.batch_id = roster_id AND p.ordinal = r.place
    WHERE p.staff_id IS NOT NULL;
END;
$$;
COMMENT ON FUNCTION import.find_people(bigint) IS
'The people whom the rows of a batch name, as far as they are known. Errors: ST001 no file of people was imported.';
