CREATE FUNCTION import.settle_refused(batch_id bigint) RETURNS void
LANGUAGE sql VOLATILE
SET search_path = ''
BEGIN ATOMIC
    UPDATE import.file_row AS r
    SET outcome = 'refused'
    WHERE
        r.batch_id = settle_refused.batch_id
        AND r.outcome IS NULL
        AND EXISTS (
            SELECT FROM import.fault AS f
            WHERE f.batch_id = r.batch_id AND f.ordinal = r.ordinal
        );
END;
COMMENT ON FUNCTION import.settle_refused(bigint) IS 'Rows with faults are refused.';
