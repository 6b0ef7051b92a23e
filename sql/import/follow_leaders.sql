CREATE FUNCTION import.follow_leaders(batch_id bigint) RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = ''
AS $$
#variable_conflict use_variable
BEGIN
    -- A fault of a segment belongs to its own row.
    UPDATE import.fault AS f
    SET ordinal = f.segment, segment = NULL
    WHERE f.batch_id = batch_id AND f.segment IS NOT NULL;
    UPDATE import.file_row AS r
    SET outcome = o.outcome, remark = o.remark, request_id = o.request_id
    FROM import.file_row AS o
    WHERE
        r.batch_id = batch_id
        AND r.leader <> r.ordinal
        AND r.outcome <> 'refused'
        AND o.batch_id = batch_id
        AND o.ordinal = r.leader;
    INSERT INTO import.fault (batch_id, ordinal, field, reason)
    SELECT r.batch_id, r.ordinal, 'request', 'another line of the same request is refused'
    FROM import.file_row AS r
    WHERE
        r.batch_id = batch_id
        AND r.outcome = 'refused'
        AND NOT EXISTS (SELECT FROM import.fault AS f WHERE f.batch_id = r.batch_id AND f.ordinal = r.ordinal);
END;
$$;
COMMENT ON FUNCTION import.follow_leaders(bigint) IS 'The rows of a request share the fate of its first one.';
