-- People who work the same hours share a pattern.
CREATE FUNCTION import.ensure_patterns(batch_id bigint, activity_id bigint) RETURNS void
LANGUAGE sql VOLATILE
SET search_path = ''
BEGIN ATOMIC
    WITH missing AS (
        SELECT
            p.week,
            import.week_name(p.week) AS name,
            min(p.ordinal) AS first_row
        FROM import.accepted_person AS p
        WHERE p.batch_id = ensure_patterns.batch_id AND p.week IS NOT NULL AND p.pattern_id IS NULL
        GROUP BY p.week
    ),

    named AS (
        SELECT
            m.week,
            m.first_row,
            -- Another pattern may have the name without having the hours.
            m.name || coalesce(
                (
                    SELECT format(' (%s)', count(*) + 1)
                    FROM schedule.pattern AS p
                    WHERE p.name = m.name OR starts_with(p.name, m.name || ' (')
                    HAVING count(*) > 0
                ),
                ''
            ) AS name
        FROM missing AS m
    ),

    made AS (
        INSERT INTO schedule.pattern (name, days)
        SELECT
            n.name,
            7 AS days
        FROM named AS n
        ORDER BY n.first_row
        RETURNING pattern_id, name
    )

    INSERT INTO schedule.pattern_line (pattern_id, days, day, start_minute, minutes, activity_id)
    SELECT
        m.pattern_id,
        7 AS days,
        lower(line.span) / 1440 AS day,
        lower(line.span) % 1440 AS start_minute,
        upper(line.span) - lower(line.span) AS minutes,
        ensure_patterns.activity_id
    FROM made AS m
    INNER JOIN named AS n ON m.name = n.name
    CROSS JOIN LATERAL unnest(n.week) AS line (span)
    ORDER BY m.pattern_id, lower(line.span);
END;
COMMENT ON FUNCTION import.ensure_patterns(bigint, bigint) IS
'Makes the weekly patterns that the accepted people of a batch need and that are missing.';
