-- The rows have just arrived and have no statistics: planned for a few of them, nested loops would take minutes.
CREATE FUNCTION import.store_requests(batch_id bigint) RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = ''
SET enable_nestloop = off
AS $$
#variable_conflict use_variable
DECLARE
    -- Whoever finds people by a profile has nested segments and local times; otherwise a row is an adjustment.
    plain CONSTANT boolean := (SELECT NOT b.options ? 'person' FROM import.batch AS b WHERE b.batch_id = batch_id);
BEGIN
    IF plain THEN
        PERFORM import.read_adjustments(batch_id);
    ELSE
        PERFORM org.ensure_standard_activities();
        PERFORM import.read_requests(batch_id);
        PERFORM import.settle_refused(batch_id);
    END IF;
    PERFORM schedule.lock_staff(ARRAY(
        SELECT DISTINCT r.staff_id FROM import.file_row AS r WHERE r.batch_id = batch_id AND r.staff_id IS NOT NULL
    ));
    PERFORM import.settle_repeated(batch_id);
    PERFORM import.settle_overlaps(batch_id);
    PERFORM import.write_requests(batch_id);

    -- A row that repeats another one shares its fate.
    INSERT INTO import.fault (batch_id, ordinal, field, reason)
    SELECT r.batch_id, r.ordinal, 'segments', format('are those of line %s, which is refused', min(e.line))
    FROM import.file_row AS r
    JOIN import.file_row AS e ON e.batch_id = r.batch_id AND e.import_key = r.import_key AND e.outcome = 'refused'
    WHERE r.batch_id = batch_id AND r.outcome = 'unchanged'
    GROUP BY r.batch_id, r.ordinal;
    UPDATE import.file_row AS r
    SET outcome = 'refused', remark = NULL
    WHERE
        r.batch_id = batch_id
        AND r.outcome = 'unchanged'
        AND EXISTS (SELECT FROM import.fault AS f WHERE f.batch_id = r.batch_id AND f.ordinal = r.ordinal);
    UPDATE import.file_row AS r
    SET remark = coalesce(r.remark, CASE WHEN r.outcome = 'created' THEN 'request ' ELSE 'is request ' END || r.request_id)
    WHERE r.batch_id = batch_id AND r.request_id IS NOT NULL;
    IF plain THEN
        PERFORM import.follow_leaders(batch_id);
    END IF;
END;
$$;
COMMENT ON FUNCTION import.store_requests(bigint) IS
'Stores a batch of requests or adjustments as approved requests: what is new, and nothing twice. Errors: ST001 no file of people was '
'imported.';
