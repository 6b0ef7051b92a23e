-- A pattern as the API shows one: with the lines that count from the newest change on.
CREATE VIEW schedule.pattern_resource WITH (security_invoker = TRUE) AS
SELECT
    p.pattern_id AS id,
    p.name,
    p.days,
    coalesce(v.lines, '[]') AS lines,
    -- A version may have no lines: it begins where those of the one before it end.
    CASE WHEN v.lines IS NULL THEN v.ended ELSE v.began END AS "from",
    FALSE AS backwards,
    NULL::bigint AS changed_person_days,
    (extract(EPOCH FROM greatest(p.recorded_from, v.recorded_from)) * 1000000)::bigint AS version
FROM schedule.pattern_known AS p
CROSS JOIN LATERAL (
    SELECT
        jsonb_agg(
            jsonb_build_object(
                'day', l.day,
                'start', org.clock_text(l.start_minute),
                'end', org.clock_text((l.start_minute + l.minutes - 1) % 1440 + 1),
                'activity', a.code,
                'on_clock_change', l.on_clock_change
            )
            ORDER BY l.day, l.start_minute
        ) FILTER (WHERE upper_inf(l.valid)) AS lines,
        max(lower(l.valid)) FILTER (WHERE upper_inf(l.valid)) AS began,
        max(upper(l.valid)) AS ended,
        max(l.recorded_from) AS recorded_from
    FROM schedule.pattern_line_known AS l
    INNER JOIN org.activity_known AS a ON l.activity_id = a.activity_id
    WHERE l.pattern_id = p.pattern_id
) AS v;
COMMENT ON VIEW schedule.pattern_resource IS
'Patterns as the API shows and writes them. lines: those of the newest version, from: its first day, null since ever;
backwards is only written, changed_person_days only returned by an update. version grows with every change.';
