CREATE FUNCTION import.counts(batch_id bigint) RETURNS jsonb
LANGUAGE sql STABLE
SET search_path = ''
BEGIN ATOMIC
    SELECT
        jsonb_build_object(
            'rows', count(*),
            'created', count(*) FILTER (WHERE r.outcome = 'created'),
            'changed', count(*) FILTER (WHERE r.outcome = 'changed'),
            'ended', count(*) FILTER (WHERE r.outcome = 'ended'),
            'unchanged', count(*) FILTER (WHERE r.outcome = 'unchanged'),
            'refused', count(*) FILTER (WHERE r.outcome = 'refused'),
            'segments', (
                SELECT count(*)
                FROM import.segment AS s
                WHERE s.batch_id = counts.batch_id
            ),
            'segments_refused', (
                SELECT count(*)
                FROM import.segment AS s
                INNER JOIN import.file_row AS x ON s.batch_id = x.batch_id AND s.ordinal = x.ordinal
                WHERE s.batch_id = counts.batch_id AND x.outcome = 'refused'
            )
        )
    FROM import.file_row AS r
    WHERE r.batch_id = counts.batch_id;
END;
COMMENT ON FUNCTION import.counts(bigint) IS 'How many rows of a batch had which outcome; they add up to the rows of the file.';
