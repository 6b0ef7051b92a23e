-- Of a file that stands already every row is unchanged now, whatever it was then.
CREATE FUNCTION import.report(batch_id bigint, repeated boolean DEFAULT FALSE) RETURNS jsonb
LANGUAGE sql STABLE
SET search_path = ''
BEGIN ATOMIC
    WITH explained AS (
        SELECT
            f.ordinal,
            jsonb_agg(
                jsonb_build_object(
                    'field', concat('segments/' || (f.segment - 1) || '/', f.field),
                    'column',
                    coalesce(replace(b.labels ->> f.field, '{n}', (f.segment - 1)::text), b.labels ->> f.field, f.field),
                    'reason', f.reason
                )
                ORDER BY f.segment NULLS FIRST, f.fault_id
            ) AS faults
        FROM import.fault AS f
        INNER JOIN import.batch AS b ON f.batch_id = b.batch_id
        WHERE f.batch_id = report.batch_id
        GROUP BY f.ordinal
    ),

    settled AS (
        SELECT
            r.ordinal,
            r.line,
            r.remark,
            CASE WHEN report.repeated THEN 'unchanged' ELSE r.outcome END AS outcome
        FROM import.file_row AS r
        WHERE r.batch_id = report.batch_id
    )

    SELECT
        jsonb_build_object(
            'rows', count(*),
            'created', count(*) FILTER (WHERE r.outcome = 'created'),
            'changed', count(*) FILTER (WHERE r.outcome = 'changed'),
            'ended', count(*) FILTER (WHERE r.outcome = 'ended'),
            'unchanged', count(*) FILTER (WHERE r.outcome = 'unchanged'),
            'refused', count(*) FILTER (WHERE r.outcome = 'refused'),
            'segments', (
                SELECT count(*)
                FROM import.segment AS s
                WHERE s.batch_id = report.batch_id
            ),
            'segments_refused', (
                SELECT count(*)
                FROM import.segment AS s
                INNER JOIN import.file_row AS x ON s.batch_id = x.batch_id AND s.ordinal = x.ordinal
                WHERE s.batch_id = report.batch_id AND x.outcome = 'refused'
            ),
            'ignored', (
                SELECT b.ignored
                FROM import.batch AS b
                WHERE b.batch_id = report.batch_id
            ),
            'items', coalesce(
                jsonb_agg(
                    jsonb_build_object(
                        'ordinal', r.ordinal,
                        'line', r.line,
                        'outcome', r.outcome,
                        'remark', r.remark,
                        'faults', coalesce(f.faults, '[]')
                    )
                    ORDER BY r.ordinal
                ),
                '[]'
            )
        )
    FROM settled AS r
    LEFT JOIN explained AS f ON r.ordinal = f.ordinal;
END;
COMMENT ON FUNCTION import.report(bigint, boolean) IS
'What became of each row of a batch: counts that add up to the rows of the file, and every row with its outcome, remark and faults.';
