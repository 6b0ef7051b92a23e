CREATE FUNCTION import.refuse_together(batch_id bigint, field text) RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = ''
AS $$
#variable_conflict use_variable
BEGIN
    INSERT INTO import.fault (batch_id, ordinal, field, reason)
    SELECT r.batch_id, r.ordinal, field, format('line %s of the same %s is refused', min(o.line), field)
    FROM import.file_row AS r
    JOIN import.file_row AS o ON o.batch_id = r.batch_id AND o.leader = r.leader
    WHERE
        r.batch_id = batch_id
        AND EXISTS (SELECT FROM import.fault AS f WHERE f.batch_id = o.batch_id AND f.ordinal = o.ordinal)
        AND NOT EXISTS (SELECT FROM import.fault AS f WHERE f.batch_id = r.batch_id AND f.ordinal = r.ordinal)
    GROUP BY r.batch_id, r.ordinal;
    PERFORM import.settle_refused(batch_id);
END;
$$;
COMMENT ON FUNCTION import.refuse_together(bigint, text) IS
'Rows that make one whole are stored together or not at all: where one is refused, the others are too.';
