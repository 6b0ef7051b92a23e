-- Such a batch need not be kept: the one before it says the same.
CREATE FUNCTION import.is_repetition(batch_id bigint) RETURNS boolean
LANGUAGE sql STABLE
SET search_path = ''
BEGIN ATOMIC
    SELECT
        NOT EXISTS (
            SELECT FROM import.file_row AS r
            WHERE r.batch_id = is_repetition.batch_id AND r.outcome IN ('created', 'changed')
        )
        AND coalesce(
            (
                SELECT earlier.file_hash = b.file_hash
                FROM import.batch AS b
                INNER JOIN import.batch AS earlier ON b.kind = earlier.kind AND b.profile = earlier.profile
                WHERE b.batch_id = is_repetition.batch_id AND earlier.batch_id < b.batch_id
                ORDER BY earlier.batch_id DESC
                LIMIT 1
            ),
            FALSE
        );
END;
COMMENT ON FUNCTION import.is_repetition(bigint) IS
'Whether a batch changed nothing and has the file of the last batch of its kind and profile.';
