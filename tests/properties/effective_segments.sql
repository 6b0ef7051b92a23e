SELECT
    segment.staff_id,
    segment.starts_at,
    segment.ends_at,
    segment.activity_id,
    segment.rank,
    segment.source_id,
    segment.request_id
FROM schedule.effective_segments(
    %(staff_ids)s::bigint[],
    %(window_start)s::timestamptz,
    %(window_end)s::timestamptz,
    %(known_at)s::timestamptz,
    (
        SELECT array_agg(row)
        FROM jsonb_populate_recordset(NULL::schedule.adjustment, %(proposed)s::jsonb) AS row
    ),
    %(cancelled)s::bigint[]
) AS segment
ORDER BY segment.staff_id, segment.starts_at
