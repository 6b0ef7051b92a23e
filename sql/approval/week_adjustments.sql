-- A week is from Monday to Monday by the clock of the site: what lasts longer is cut to it, so that copies of weeks that follow each
-- other follow each other too. The site is that of the first contract of the week.
CREATE FUNCTION approval.week_adjustments(staff_ids bigint[], week date, weeks date[])
RETURNS TABLE (
    staff_id bigint, place integer, activity_id bigint, class smallint, starts_at timestamptz, ends_at timestamptz, note text
)
LANGUAGE sql STABLE ROWS 100
SET search_path = ''
BEGIN ATOMIC
    WITH monday AS (
        SELECT week_adjustments.week AS monday
        UNION
        SELECT m.monday
        FROM unnest(week_adjustments.weeks) AS m (monday)
    ),

    person_week AS MATERIALIZED (
        SELECT
            p.staff_id,
            w.monday,
            coalesce(z.time_zone, o.time_zone) AS time_zone
        FROM unnest(week_adjustments.staff_ids) AS p (staff_id)
        CROSS JOIN monday AS w
        CROSS JOIN org.settings AS o
        LEFT JOIN LATERAL (
            SELECT s.time_zone
            FROM schedule.contract AS c
            INNER JOIN org.site AS s ON c.site_id = s.site_id
            WHERE c.staff_id = p.staff_id AND c.valid && daterange(w.monday, w.monday + 7)
            ORDER BY lower(c.valid)
            LIMIT 1
        ) AS z ON TRUE
    ),

    zone AS (
        SELECT DISTINCT k.time_zone
        FROM person_week AS k
        WHERE k.monday = week_adjustments.week
    ),

    bounds AS MATERIALIZED (
        SELECT
            z.time_zone,
            schedule.local_instant(week_adjustments.week::timestamp, z.time_zone) AS starts_at,
            schedule.local_instant((week_adjustments.week + 7)::timestamp, z.time_zone) AS ends_at
        FROM zone AS z
    ),

    piece AS MATERIALIZED (
        SELECT
            a.adjustment_id,
            a.staff_id,
            a.activity_id,
            a.class,
            a.note,
            a.starts_at,
            greatest(a.starts_at, b.starts_at) AT TIME ZONE b.time_zone - week_adjustments.week::timestamp AS from_monday,
            least(a.ends_at, b.ends_at) AT TIME ZONE b.time_zone - week_adjustments.week::timestamp AS to_monday
        FROM person_week AS k
        INNER JOIN bounds AS b ON k.time_zone = b.time_zone
        INNER JOIN schedule.adjustment AS a ON k.staff_id = a.staff_id
        WHERE
            k.monday = week_adjustments.week
            AND a.state = 'approved'
            AND a.class IN (1, 2)
            AND a.starts_at < b.ends_at
            AND a.ends_at > b.starts_at
    ),

    line AS MATERIALIZED (
        SELECT
            p.adjustment_id,
            p.staff_id,
            p.activity_id,
            p.class,
            p.note,
            p.starts_at,
            k.monday,
            k.time_zone,
            k.monday + p.from_monday AS local_start,
            k.monday + p.to_monday AS local_end
        FROM piece AS p
        INNER JOIN person_week AS k ON p.staff_id = k.staff_id AND k.monday = any(week_adjustments.weeks)
        WHERE p.from_monday < p.to_monday
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

    -- What the clock pushes over something of its class gives way to what began first.
    claim AS (
        SELECT
            l.adjustment_id,
            l.staff_id,
            l.activity_id,
            l.class,
            l.note,
            greatest(
                b.instant,
                max(e.instant) OVER (
                    PARTITION BY l.staff_id, l.class
                    ORDER BY l.monday, l.starts_at
                    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
                )
            ) AS starts_at,
            e.instant AS ends_at
        FROM line AS l
        INNER JOIN moment AS b ON l.time_zone = b.time_zone AND l.local_start = b.local_time
        INNER JOIN moment AS e ON l.time_zone = e.time_zone AND l.local_end = e.local_time
    )

    SELECT
        c.staff_id,
        (row_number() OVER in_time)::integer - 1 AS place,
        c.activity_id,
        c.class,
        c.starts_at,
        c.ends_at,
        c.note
    FROM claim AS c
    WHERE c.starts_at < c.ends_at
    WINDOW in_time AS (PARTITION BY c.staff_id ORDER BY c.starts_at, c.class, c.adjustment_id)
    ORDER BY c.staff_id, c.starts_at, c.class, c.adjustment_id;
END;
COMMENT ON FUNCTION approval.week_adjustments(bigint[], date, date[]) IS
'What people have in the week of a Monday beside their contracts, approved and no absence, moved to the weeks of other Mondays: by
person and start, with place from 0 for each person. Local time is that of the site of the first contract in each week, else of the
organisation. What a clock change leaves nothing of is left out.';
