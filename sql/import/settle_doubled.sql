-- A row that says again what an earlier one has said changes nothing; of several that differ the first counts.
CREATE FUNCTION import.settle_doubled(batch_id bigint) RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = ''
AS $$
#variable_conflict use_variable
BEGIN
    WITH said AS (
        SELECT
            r.ordinal,
            r.data,
            first_value(r.ordinal) OVER same AS first_ordinal,
            first_value(r.line) OVER same AS first_line,
            first_value(r.data) OVER same AS first_data
        FROM import.file_row AS r
        WHERE r.batch_id = batch_id AND r.import_key IS NOT NULL
        WINDOW same AS (PARTITION BY r.import_key ORDER BY r.ordinal)
    ),
    fault AS (
        INSERT INTO import.fault (batch_id, ordinal, field, reason)
        SELECT batch_id, s.ordinal, 'row', format('the same stands on line %s, with other data', s.first_line)
        FROM said AS s
        WHERE s.data <> s.first_data
    )
    UPDATE import.file_row AS r
    SET outcome = 'unchanged', remark = format('the same as line %s', s.first_line)
    FROM said AS s
    WHERE r.batch_id = batch_id AND r.ordinal = s.ordinal AND s.ordinal <> s.first_ordinal AND s.data = s.first_data;
    PERFORM import.settle_refused(batch_id);
END;
$$;
COMMENT ON FUNCTION import.settle_doubled(bigint) IS 'Decides about rows of a batch that speak of the same thing as an earlier row.';
