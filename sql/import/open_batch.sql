CREATE FUNCTION import.open_batch(
    kind text, profile text, file_name text, file_hash text, options jsonb, labels jsonb
) RETURNS bigint
LANGUAGE plpgsql VOLATILE
SET search_path = ''
AS $$
#variable_conflict use_variable
DECLARE
    new_batch bigint;
BEGIN
    INSERT INTO import.batch AS b (kind, profile, file_name, file_hash, options, labels, ignored)
    VALUES (kind, profile, file_name, file_hash, options, labels, '{}')
    RETURNING b.batch_id INTO STRICT new_batch;
    RETURN new_batch;
END;
$$;
COMMENT ON FUNCTION import.open_batch(text, text, text, text, jsonb, jsonb) IS
'Begins an import, whose rows are added next. Returns the id of the batch.';
