-- A line that a clock change pushes over another one of its class gives way to the one that began first, as in a contract.
CREATE FUNCTION approval.preset_adjustments(preset_id bigint, staff_id bigint, days jsonb)
RETURNS TABLE (place integer, activity_id bigint, class smallint, starts_at timestamptz, ends_at timestamptz, note text)
LANGUAGE sql STABLE ROWS 100
SET search_path = ''
BEGIN ATOMIC
    WITH line AS MATERIALIZED (
        SELECT
            l.preset_line_id,
            l.activity_id,
            l.class,
            l.note,
            coalesce(s.time_zone, o.time_zone) AS time_zone,
            (d.day + l.day_offset)::timestamp + l.start_minute * interval '1 minute' AS local_start,
            (d.day + l.day_offset)::timestamp + (l.start_minute + l.minutes) * interval '1 minute' AS local_end
        FROM approval.named_days(preset_adjustments.days) AS d (day)
        CROSS JOIN org.settings AS o
        INNER JOIN schedule.preset_line AS l ON l.preset_id = preset_adjustments.preset_id
        LEFT JOIN schedule.contract AS c
            ON c.staff_id = preset_adjustments.staff_id AND c.valid @> (d.day + l.day_offset)
        LEFT JOIN org.site AS s ON c.site_id = s.site_id
    ),

    moment AS MATERIALIZED (
        SELECT
            z.time_zone,
            i.local_time,
            i.instant
        FROM (
            SELECT
                u.time_zone,
                array_agg(u.local_time) AS locals
            FROM (
                SELECT
                    l.time_zone,
                    l.local_start AS local_time
                FROM line AS l
                UNION
                SELECT
                    l.time_zone,
                    l.local_end
                FROM line AS l
            ) AS u
            GROUP BY u.time_zone
        ) AS z
        CROSS JOIN LATERAL schedule.local_instants(z.time_zone, z.locals) AS i
    ),

    claim AS (
        SELECT
            l.preset_line_id,
            l.activity_id,
            l.class,
            l.note,
            greatest(
                b.instant,
                max(e.instant) OVER (
                    PARTITION BY l.class
                    ORDER BY l.local_start, l.preset_line_id
                    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
                )
            ) AS starts_at,
            e.instant AS ends_at
        FROM line AS l
        INNER JOIN moment AS b ON l.time_zone = b.time_zone AND l.local_start = b.local_time
        INNER JOIN moment AS e ON l.time_zone = e.time_zone AND l.local_end = e.local_time
    )

    SELECT
        (row_number() OVER in_time)::integer - 1 AS place,
        c.activity_id,
        c.class,
        c.starts_at,
        c.ends_at,
        c.note
    FROM claim AS c
    WHERE c.starts_at < c.ends_at
    WINDOW in_time AS (ORDER BY c.starts_at, c.class, c.preset_line_id)
    ORDER BY c.starts_at, c.class, c.preset_line_id;
END;
COMMENT ON FUNCTION approval.preset_adjustments(bigint, bigint, jsonb) IS
'What a preset gives for a person on the days of a body that approval.preset_faults accepts, by start, with place from 0. Local time is
that of the site of the contract in force on the day of the line, else of the organisation. A line of which a clock change leaves nothing
is left out.';
