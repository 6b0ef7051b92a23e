CREATE VIEW approval.open_shift_resource WITH (security_invoker = TRUE) AS
SELECT
    o.open_shift_id AS id,
    o.unit_id,
    (
        SELECT a.code
        FROM org.activity_known AS a
        WHERE a.activity_id = o.activity_id
    ) AS activity,
    replace((o.starts_at AT TIME ZONE 'UTC')::text, ' ', 'T') || 'Z' AS start,
    replace((o.ends_at AT TIME ZONE 'UTC')::text, ' ', 'T') || 'Z' AS "end",
    o.note,
    o.taking,
    o.giver_id,
    o.state,
    o.offered_by,
    replace((o.offered_at AT TIME ZONE 'UTC')::text, ' ', 'T') || 'Z' AS offered_at,
    o.request_id,
    (
        SELECT
            coalesce(
                jsonb_agg(
                    jsonb_build_object(
                        'staff_id', t.staff_id,
                        'asked_at', replace((t.asked_at AT TIME ZONE 'UTC')::text, ' ', 'T') || 'Z'
                    )
                    ORDER BY t.asked_at, t.open_shift_taker_id
                ),
                '[]'
            )
        FROM approval.open_shift_taker_known AS t
        WHERE t.open_shift_id = o.open_shift_id
    ) AS takers,
    (extract(EPOCH FROM o.recorded_from) * 1000000)::bigint AS version
FROM approval.open_shift_known AS o;
COMMENT ON VIEW approval.open_shift_resource IS
'Offered shifts as the API shows them to those who may read their notes, each with those who would take it, the first first.';
