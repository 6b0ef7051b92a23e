CREATE FUNCTION import.answer(batch_id bigint) RETURNS jsonb
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
        WHERE f.batch_id = answer.batch_id
        GROUP BY f.ordinal
    ),

    item AS (
        SELECT
            coalesce(
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
            ) AS items
        FROM import.file_row AS r
        LEFT JOIN explained AS f ON r.ordinal = f.ordinal
        WHERE r.batch_id = answer.batch_id
    )

    SELECT to_jsonb(b) || jsonb_build_object('items', i.items)
    FROM import.batch_resource AS b
    CROSS JOIN item AS i
    WHERE b.id = answer.batch_id;
END;
COMMENT ON FUNCTION import.answer(bigint) IS 'An import with what became of each row: outcome, remark and faults; null when there is none.';
GRANT EXECUTE ON FUNCTION import.answer(bigint) TO strata_user;
