CREATE FUNCTION import.write_requests(batch_id bigint) RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = ''
AS $$
#variable_conflict use_variable
BEGIN
    UPDATE schedule.request AS q
    SET reason = r.data ->> 'reason'
    FROM import.file_row AS r
    WHERE
        r.batch_id = batch_id
        AND r.outcome = 'changed'
        AND q.request_id = r.request_id
        AND q.reason IS DISTINCT FROM coalesce(r.data ->> 'reason', q.reason);
    UPDATE schedule.adjustment AS a
    SET note = s.note
    FROM import.file_row AS r
    JOIN import.segment AS s ON s.batch_id = r.batch_id AND s.ordinal = r.ordinal
    WHERE
        r.batch_id = batch_id
        AND r.outcome = 'changed'
        AND a.request_id = r.request_id
        AND a.activity_id = s.activity_id
        AND a.starts_at = s.starts_at
        AND a.note IS DISTINCT FROM coalesce(s.note, a.note);

    WITH made AS (
        INSERT INTO schedule.request (staff_id, state, automatic, reason, decided_at, import_key)
        SELECT r.staff_id, 'approved', TRUE, r.data ->> 'reason', now(), r.import_key
        FROM import.file_row AS r
        WHERE r.batch_id = batch_id AND r.outcome = 'created'
        ORDER BY r.ordinal
        RETURNING request_id, import_key
    )
    UPDATE import.file_row AS r
    SET request_id = m.request_id
    FROM made AS m
    WHERE r.batch_id = batch_id AND r.import_key = m.import_key AND r.outcome = 'created';
    INSERT INTO schedule.adjustment (request_id, staff_id, activity_id, class, starts_at, ends_at, state, note)
    SELECT r.request_id, s.staff_id, s.activity_id, s.class, s.starts_at, s.ends_at, 'approved', s.note
    FROM import.file_row AS r
    JOIN import.segment AS s ON s.batch_id = r.batch_id AND s.ordinal = r.ordinal
    WHERE r.batch_id = batch_id AND r.outcome = 'created'
    ORDER BY s.ordinal, s.segment;
END;
$$;
COMMENT ON FUNCTION import.write_requests(bigint) IS 'Writes the accepted requests of a batch, approved, with their adjustments.';
