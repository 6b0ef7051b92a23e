CREATE VIEW schedule.adjustment_resource WITH (security_invoker = TRUE) AS
SELECT
    j.adjustment_id AS id,
    j.request_id,
    j.staff_id,
    coalesce(a.code, org.public_code(j.activity_id)) AS activity,
    replace((j.starts_at AT TIME ZONE 'UTC')::text, ' ', 'T') || 'Z' AS start,
    replace((j.ends_at AT TIME ZONE 'UTC')::text, ' ', 'T') || 'Z' AS "end",
    j.state,
    j.note,
    (extract(EPOCH FROM j.recorded_from) * 1000000)::bigint AS version
FROM schedule.adjustment_known AS j
LEFT JOIN org.activity_known AS a ON j.activity_id = a.activity_id;
COMMENT ON VIEW schedule.adjustment_resource IS
'Adjustments as the API shows them; instants are text, in UTC. To whoever may not name what is private an activity is its stand-in.';
