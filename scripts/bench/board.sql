-- The JSON of the board over some source of segments, as api.schedules puts it together.
WITH activity AS MATERIALIZED (
    SELECT
        v.activity_id,
        '","activity":' || to_json(v.code) || ',"layer":"contract","class":' || v.class || ',"source_id":' AS in_contract,
        '","activity":' || to_json(v.code) || ',"layer":"adjustment","class":' || v.class || ',"source_id":' AS in_adjustment
    FROM org.activity AS v
),
timeline AS (
    SELECT
        s.staff_id,
        string_agg(
            '{"start":"' || replace((s.starts_at AT TIME ZONE 'UTC')::text, ' ', 'T')
            || 'Z","end":"' || replace((s.ends_at AT TIME ZONE 'UTC')::text, ' ', 'T') || 'Z'
            || CASE WHEN s.rank = 0 THEN a.in_contract ELSE a.in_adjustment END || s.source_id
            || ',"request_id":' || coalesce(s.request_id::text, 'null') || '}',
            ',' ORDER BY s.starts_at
        ) AS segments
    FROM SOURCE AS s
    JOIN activity AS a ON a.activity_id = s.activity_id
    GROUP BY s.staff_id
)
SELECT
    string_agg(
        '{"staff_id":' || p.staff_id || ',"employee_number":' || to_json(p.employee_number)
        || ',"name":' || to_json(p.name) || ',"segments":[' || coalesce(t.segments, '') || ']}', ','
    )
FROM org.staff AS p
LEFT JOIN timeline AS t ON t.staff_id = p.staff_id
