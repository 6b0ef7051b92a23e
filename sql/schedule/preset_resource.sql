CREATE VIEW schedule.preset_resource WITH (security_invoker = TRUE) AS
SELECT
    p.preset_id AS id,
    p.name,
    p.category,
    p.display_order,
    p.staff_id,
    p.unit_id,
    v.lines,
    (extract(EPOCH FROM greatest(p.recorded_from, v.recorded_from)) * 1000000)::bigint AS version
FROM schedule.preset_known AS p
CROSS JOIN LATERAL (
    SELECT
        coalesce(
            jsonb_agg(
                jsonb_build_object(
                    'day_offset', l.day_offset,
                    'start', org.clock_text(l.start_minute),
                    'end', org.clock_text((l.start_minute + l.minutes - 1) % 1440 + 1),
                    'activity', a.code,
                    'note', l.note
                )
                ORDER BY l.day_offset, l.start_minute, l.class
            ),
            '[]'
        ) AS lines,
        max(l.recorded_from) AS recorded_from
    FROM schedule.preset_line_known AS l
    INNER JOIN org.activity_known AS a ON l.activity_id = a.activity_id
    WHERE l.preset_id = p.preset_id
) AS v;
COMMENT ON VIEW schedule.preset_resource IS 'Presets as the API shows and writes them. version grows with every change.';
ALTER VIEW schedule.preset_resource ALTER COLUMN display_order SET DEFAULT 0;
