CREATE FUNCTION import.add_rows(batch_id bigint, file_rows jsonb) RETURNS void
LANGUAGE sql VOLATILE
SET search_path = ''
BEGIN ATOMIC
    INSERT INTO import.file_row (batch_id, ordinal, line, data)
    SELECT
        add_rows.batch_id,
        g.ordinal,
        g.line,
        g.data
    FROM jsonb_to_recordset(add_rows.file_rows) AS g (ordinal integer, line integer, data jsonb);
END;
COMMENT ON FUNCTION import.add_rows(bigint, jsonb) IS 'Adds rows to a batch: an array of {ordinal, line, data}.';
