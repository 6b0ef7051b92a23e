SELECT
    explanation.staff_id,
    explanation.starts_at,
    explanation.why
FROM schedule.explanations(
    %(staff_ids)s::bigint[],
    %(window_start)s::timestamptz,
    %(window_end)s::timestamptz,
    proposed => (
        SELECT array_agg(row)
        FROM jsonb_populate_recordset(NULL::schedule.adjustment, %(proposed)s::jsonb) AS row
    )
) AS explanation
