-- Each person's day is the local day of the own site, so people of several zones stand under one clock.
CREATE FUNCTION reporting.day_board(day date, unit_id bigint DEFAULT NULL) RETURNS jsonb
LANGUAGE sql STABLE
SET search_path = ''
BEGIN ATOMIC
    WITH RECURSIVE tree AS (
        SELECT
            u.unit_id,
            u.name,
            0 AS depth,
            ARRAY[u.unit_id] AS path
        FROM org.unit AS u
        WHERE
            u.unit_id = day_board.unit_id
            OR (day_board.unit_id IS NULL AND u.parent_id IS NULL)
        UNION ALL
        SELECT
            u.unit_id,
            u.name,
            t.depth + 1 AS depth,
            t.path || u.unit_id AS path
        FROM tree AS t
        INNER JOIN org.unit AS u ON t.unit_id = u.parent_id
    ),

    segment AS MATERIALIZED (
        SELECT
            e.staff_id,
            e.activity,
            e.minutes,
            (e.starts_at AT TIME ZONE z.time_zone) - day_board.day::timestamp AS starts,
            (e.ends_at AT TIME ZONE z.time_zone) - day_board.day::timestamp AS ends
        FROM reporting.effective_segment AS e
        LEFT JOIN org.site AS s ON e.site_id = s.site_id
        CROSS JOIN
            LATERAL (
                SELECT coalesce(s.time_zone, o.time_zone) AS time_zone
                FROM org.settings AS o
            ) AS z
        WHERE e.day = day_board.day AND e.unit_id IN (SELECT t.unit_id FROM tree AS t)
    ),

    bar AS (
        SELECT
            s.staff_id,
            jsonb_agg(
                jsonb_build_object(
                    'start', (extract(EPOCH FROM s.starts) / 60)::integer,
                    'end', (extract(EPOCH FROM s.ends) / 60)::integer,
                    'activity', s.activity
                )
                ORDER BY s.starts
            ) AS segments
        FROM segment AS s
        GROUP BY s.staff_id
    ),

    team AS (
        SELECT
            a.unit_id,
            jsonb_agg(
                jsonb_build_object(
                    'employee_number', s.employee_number,
                    'name', s.name,
                    'segments', coalesce(b.segments, '[]')
                )
                ORDER BY s.staff_id
            ) AS staff
        FROM org.assignment AS a
        INNER JOIN org.staff AS s ON a.staff_id = s.staff_id
        LEFT JOIN bar AS b ON s.staff_id = b.staff_id
        WHERE a.valid @> day_board.day
        GROUP BY a.unit_id
    )

    SELECT
        jsonb_build_object(
            'day', day_board.day,
            'units', coalesce(
                (
                    SELECT
                        jsonb_agg(
                            jsonb_build_object('name', t.name, 'depth', t.depth, 'staff', coalesce(m.staff, '[]'))
                            ORDER BY t.path
                        )
                    FROM tree AS t
                    LEFT JOIN team AS m ON t.unit_id = m.unit_id
                ),
                '[]'
            ),
            'activities', coalesce(
                (
                    SELECT
                        jsonb_agg(
                            jsonb_build_object(
                                'code', a.code,
                                'name', a.name,
                                'colour', a.colour,
                                'people', c.people,
                                'minutes', c.minutes
                            )
                            ORDER BY a.class, a.activity_id
                        )
                    FROM (
                        SELECT
                            s.activity,
                            count(DISTINCT s.staff_id) AS people,
                            sum(s.minutes) AS minutes
                        FROM segment AS s
                        GROUP BY s.activity
                    ) AS c
                    INNER JOIN org.activity AS a ON c.activity = a.code
                ),
                '[]'
            )
        );
END;
COMMENT ON FUNCTION reporting.day_board(date, bigint) IS
'The board of a local day, of everybody or of a unit and what is below it: units in the order of the tree with their people and '
'segments in minutes of the day, and people and minutes by activity. Private activities show as their stand-in.';
