-- The same person with the same segments is the same request, in whichever file it stands.
CREATE FUNCTION import.settle_repeated(batch_id bigint) RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = ''
AS $$
#variable_conflict use_variable
BEGIN
    UPDATE import.file_row AS r
    SET import_key = g.import_key
    FROM (
        SELECT
            s.ordinal,
            format(
                '%s:%s',
                s.staff_id,
                md5(string_agg(
                    concat_ws(' ', s.activity_id, extract(EPOCH FROM s.starts_at), extract(EPOCH FROM s.ends_at)),
                    ',' ORDER BY s.starts_at, s.activity_id
                ))
            ) AS import_key
        FROM import.segment AS s
        WHERE s.batch_id = batch_id
        GROUP BY s.ordinal, s.staff_id
    ) AS g
    WHERE r.batch_id = batch_id AND r.ordinal = g.ordinal AND r.outcome IS NULL;

    UPDATE import.file_row AS r
    SET outcome = 'unchanged', remark = format('the same as line %s', g.first_line)
    FROM (
        SELECT
            f.ordinal,
            first_value(f.ordinal) OVER same AS first_ordinal,
            first_value(f.line) OVER same AS first_line
        FROM import.file_row AS f
        WHERE f.batch_id = batch_id AND f.import_key IS NOT NULL
        WINDOW same AS (PARTITION BY f.import_key ORDER BY f.ordinal)
    ) AS g
    WHERE r.batch_id = batch_id AND r.ordinal = g.ordinal AND g.ordinal <> g.first_ordinal;

    -- Of a request that is stored only the words can differ: reason and notes.
    UPDATE import.file_row AS r
    SET
        request_id = q.request_id,
        outcome = CASE
            WHEN q.state <> 'approved' THEN 'unchanged'
            WHEN q.reason IS DISTINCT FROM coalesce(r.data ->> 'reason', q.reason) THEN 'changed'
            WHEN EXISTS (
                SELECT FROM import.segment AS s
                JOIN schedule.adjustment AS a ON a.staff_id = s.staff_id AND a.starts_at = s.starts_at
                WHERE
                    s.batch_id = r.batch_id
                    AND s.ordinal = r.ordinal
                    AND a.request_id = q.request_id
                    AND a.activity_id = s.activity_id
                    AND a.note IS DISTINCT FROM coalesce(s.note, a.note)
            ) THEN 'changed'
            ELSE 'unchanged'
        END
    FROM (
        SELECT k.request_id, k.state, k.reason, k.import_key
        FROM schedule.request AS k
        WHERE k.import_key IS NOT NULL
        UNION ALL
        -- What was asked for elsewhere is the same request when it says the same.
        SELECT
            k.request_id,
            k.state,
            k.reason,
            format(
                '%s:%s',
                k.staff_id,
                md5(string_agg(
                    concat_ws(' ', a.activity_id, extract(EPOCH FROM a.starts_at), extract(EPOCH FROM a.ends_at)),
                    ',' ORDER BY a.starts_at, a.activity_id
                ))
            ) AS import_key
        FROM schedule.request AS k
        JOIN schedule.adjustment AS a ON a.request_id = k.request_id
        WHERE
            k.import_key IS NULL
            AND k.state = 'approved'
            AND k.staff_id IN (SELECT f.staff_id FROM import.file_row AS f WHERE f.batch_id = batch_id)
        GROUP BY k.request_id
    ) AS q
    WHERE r.batch_id = batch_id AND r.outcome IS NULL AND q.import_key = r.import_key;
END;
$$;
COMMENT ON FUNCTION import.settle_repeated(bigint) IS
'Recognises the requests of a batch that the file says twice or that are stored already.';
