CREATE FUNCTION import.earlier_batch(batch_id bigint) RETURNS bigint
LANGUAGE sql STABLE
SET search_path = ''
BEGIN ATOMIC
    SELECT e.batch_id
    FROM import.batch AS b
    INNER JOIN import.batch AS e
        ON
            b.kind = e.kind
            AND b.file_hash = e.file_hash
            AND b.profile = e.profile
            AND b.options = e.options
    WHERE
        b.batch_id = earlier_batch.batch_id
        AND e.batch_id = (
            SELECT max(n.batch_id)
            FROM import.batch AS n
            WHERE n.kind = b.kind AND n.state = 'committed' AND n.batch_id <> b.batch_id
        );
END;
COMMENT ON FUNCTION import.earlier_batch(bigint) IS
'The newest standing import of the kind, if it was the same file with the same profile and options; null otherwise.';
