SELECT
    claim.staff_id,
    claim.starts_at,
    claim.ends_at,
    claim.activity_id,
    claim.rank,
    claim.source_id,
    claim.request_id
FROM schedule.claims(
    %(staff_ids)s::bigint[], %(window_start)s::timestamptz, %(window_end)s::timestamptz
) AS claim
ORDER BY claim.staff_id, claim.starts_at
