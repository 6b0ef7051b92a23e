-- What is required against who is available, as sweep lines: segments become steps up and down in the number of available
-- people, requirements become parts of the window, and where they meet the parts are cut. Requirements that count the
-- same people (unit and activities: a pool) share their steps. Levels and parts meet by pool and quarter of a day, so
-- that the join is one of equal values and a year costs no more than its days.
CREATE FUNCTION schedule.coverage_pieces(
    unit_ids bigint[],
    window_start timestamptz,
    window_end timestamptz,
    known_at timestamptz DEFAULT 'infinity',
    proposed schedule.adjustment[] DEFAULT NULL,
    cancelled bigint[] DEFAULT '{}',
    staff_ids bigint[] DEFAULT NULL
)
RETURNS TABLE (
    requirement_id bigint,
    starts_at timestamptz,
    ends_at timestamptz,
    required integer,
    available integer,
    missing integer
)
LANGUAGE plpgsql STABLE ROWS 1000
SET search_path = ''
SET jit = off
SET work_mem = '32MB'
SET plan_cache_mode = force_generic_plan
SET enable_nestloop = off
SET enable_mergejoin = off
AS $$
#variable_conflict use_column
DECLARE
    -- A part of a requirement ends at most two local days after its day began, and zones differ by a day at most.
    first_day CONSTANT date := (window_start AT TIME ZONE 'UTC')::date - 3;
    last_day CONSTANT date := (window_end AT TIME ZONE 'UTC')::date + 1;
    -- Seconds: levels and parts that do not share such a stretch of the window are never compared.
    stretch CONSTANT integer := 21600;
BEGIN
    RETURN QUERY
    WITH RECURSIVE counted_activity AS MATERIALIZED (
        SELECT
            v.coverage_requirement_id,
            array_agg(v.activity_id ORDER BY v.activity_id) AS activity_ids
        FROM schedule.coverage_requirement_activity_version AS v
        WHERE
            v.recorded_from <= known_at
            AND (v.superseded IS NULL OR (known_at < 'infinity' AND v.superseded @> known_at))
        GROUP BY v.coverage_requirement_id
    ),
    requirement AS MATERIALIZED (
        SELECT
            v.coverage_requirement_id,
            v.unit_id,
            v.weekdays,
            v.dates,
            v.start_minute,
            v.minutes,
            v.people,
            v.valid,
            s.time_zone,
            c.activity_ids,
            dense_rank() OVER (ORDER BY v.unit_id, c.activity_ids) AS pool
        FROM schedule.coverage_requirement_version AS v
        JOIN org.site_version AS s
            ON s.site_id = v.site_id
            AND s.recorded_from <= known_at
            AND (s.superseded IS NULL OR (known_at < 'infinity' AND s.superseded @> known_at))
        LEFT JOIN counted_activity AS c ON c.coverage_requirement_id = v.coverage_requirement_id
        WHERE
            (unit_ids IS NULL OR v.unit_id = ANY(unit_ids))
            AND v.valid && daterange(first_day, last_day, '[]')
            AND v.recorded_from <= known_at
            AND (v.superseded IS NULL OR (known_at < 'infinity' AND v.superseded @> known_at))
    ),
    -- Requirements on their days, still in local time.
    local_part AS MATERIALIZED (
        SELECT
            r.coverage_requirement_id,
            r.time_zone,
            d.day + r.start_minute * interval '1 minute' AS local_start,
            d.day + (r.start_minute + r.minutes) * interval '1 minute' AS local_end
        FROM requirement AS r
        CROSS JOIN LATERAL (
            SELECT first_day + g.n AS day
            FROM generate_series(0, last_day - first_day) AS g (n)
            WHERE extract(ISODOW FROM first_day + g.n) = ANY(r.weekdays)
            UNION
            SELECT g.day
            FROM unnest(r.dates) AS g (day)
            WHERE g.day BETWEEN first_day AND last_day
        ) AS d
        WHERE r.valid @> d.day
    ),
    instant AS MATERIALIZED (
        SELECT
            z.time_zone,
            i.local_time,
            i.instant
        FROM (
            SELECT
                u.time_zone,
                array_agg(u.local_time) AS locals
            FROM (
                SELECT p.time_zone, p.local_start AS local_time FROM local_part AS p
                UNION
                SELECT p.time_zone, p.local_end FROM local_part AS p
            ) AS u
            GROUP BY u.time_zone
        ) AS z
        CROSS JOIN LATERAL schedule.local_instants(z.time_zone, z.locals) AS i
    ),
    -- Parts that touch, or that a clock change has pushed over each other, are one: a minute is required once.
    part AS MATERIALIZED (
        SELECT
            r.pool,
            r.coverage_requirement_id,
            r.people,
            lower(u.during) AS starts_at,
            upper(u.during) AS ends_at
        FROM (
            SELECT
                p.coverage_requirement_id,
                range_agg(tstzrange(greatest(s.instant, window_start), least(e.instant, window_end))) AS during
            FROM local_part AS p
            JOIN instant AS s ON s.time_zone = p.time_zone AND s.local_time = p.local_start
            JOIN instant AS e ON e.time_zone = p.time_zone AND e.local_time = p.local_end
            WHERE s.instant < e.instant AND s.instant < window_end AND e.instant > window_start
            GROUP BY p.coverage_requirement_id
        ) AS a
        JOIN requirement AS r ON r.coverage_requirement_id = a.coverage_requirement_id
        CROSS JOIN LATERAL unnest(a.during) AS u (during)
    ),
    -- Each pool with the units and the activities that it counts.
    needed AS MATERIALIZED (
        SELECT DISTINCT
            r.pool,
            r.unit_id,
            r.activity_ids
        FROM requirement AS r
        WHERE r.pool IN (SELECT p.pool FROM part AS p)
    ),
    known_unit AS MATERIALIZED (
        SELECT
            v.unit_id,
            v.parent_id
        FROM org.unit_version AS v
        WHERE
            v.recorded_from <= known_at
            AND (v.superseded IS NULL OR (known_at < 'infinity' AND v.superseded @> known_at))
    ),
    subtree AS (
        SELECT DISTINCT
            n.unit_id AS top_id,
            n.unit_id
        FROM needed AS n
        UNION ALL
        SELECT
            t.top_id,
            k.unit_id
        FROM subtree AS t
        JOIN known_unit AS k ON k.parent_id = t.unit_id
    ),
    pool_unit AS MATERIALIZED (
        SELECT
            n.pool,
            t.unit_id
        FROM needed AS n
        JOIN subtree AS t ON t.top_id = n.unit_id
    ),
    pool_activity AS MATERIALIZED (
        SELECT
            n.pool,
            v.activity_id
        FROM needed AS n
        -- As everybody sees it: what is missing is the same for all who ask, and something private counts as its stand-in.
        JOIN org.shown_activities(known_at) AS v
            ON NOT v.confidential
            AND CASE WHEN n.activity_ids IS NULL THEN v.available ELSE v.shown_id = ANY(n.activity_ids) END
    ),
    present AS MATERIALIZED (
        SELECT
            p.staff_id,
            p.unit_id,
            p.starts_at,
            p.ends_at
        FROM schedule.presence(
            ARRAY(SELECT DISTINCT u.unit_id FROM pool_unit AS u), window_start, window_end, known_at
        ) AS p
        WHERE staff_ids IS NULL OR p.staff_id = ANY(staff_ids)
    ),
    segment AS MATERIALIZED (
        SELECT
            p.unit_id,
            s.activity_id,
            greatest(s.starts_at, p.starts_at) AS starts_at,
            least(s.ends_at, p.ends_at) AS ends_at
        FROM schedule.effective_segments(
            ARRAY(SELECT DISTINCT q.staff_id FROM present AS q), window_start, window_end, known_at, proposed, cancelled
        ) AS s
        JOIN present AS p ON p.staff_id = s.staff_id AND p.starts_at < s.ends_at AND p.ends_at > s.starts_at
    ),
    step AS MATERIALIZED (
        SELECT
            e.unit_id,
            e.activity_id,
            e.at,
            sum(e.people) AS people
        FROM (
            SELECT s.unit_id, s.activity_id, s.starts_at AS at, 1 AS people FROM segment AS s
            UNION ALL
            SELECT s.unit_id, s.activity_id, s.ends_at, -1 FROM segment AS s
        ) AS e
        GROUP BY e.unit_id, e.activity_id, e.at
    ),
    change AS (
        SELECT
            c.pool,
            c.at,
            sum(c.people) AS people
        FROM (
            SELECT
                u.pool,
                s.at,
                s.people
            FROM step AS s
            JOIN pool_unit AS u ON u.unit_id = s.unit_id
            JOIN pool_activity AS a ON a.activity_id = s.activity_id AND a.pool = u.pool
            WHERE s.at < window_end
            UNION ALL
            SELECT n.pool, window_start, 0 FROM needed AS n
        ) AS c
        GROUP BY c.pool, c.at
        HAVING sum(c.people) <> 0 OR c.at = window_start
    ),
    -- From one change to the next the number of available people of a pool stands.
    level AS (
        SELECT
            c.pool,
            c.at AS starts_at,
            lead(c.at, 1, window_end) OVER in_time AS ends_at,
            sum(c.people) OVER in_time AS people
        FROM change AS c
        WINDOW in_time AS (PARTITION BY c.pool ORDER BY c.at)
    ),
    level_stretch AS MATERIALIZED (
        SELECT
            l.pool,
            g.stretch_number,
            l.starts_at,
            l.ends_at,
            l.people
        FROM level AS l
        CROSS JOIN LATERAL generate_series(
            floor(extract(EPOCH FROM l.starts_at - window_start) / stretch)::integer,
            ceil(extract(EPOCH FROM l.ends_at - window_start) / stretch)::integer - 1
        ) AS g (stretch_number)
    ),
    part_stretch AS MATERIALIZED (
        SELECT
            p.pool,
            g.stretch_number,
            p.coverage_requirement_id,
            p.people,
            greatest(p.starts_at, window_start + g.stretch_number * stretch * interval '1 second') AS starts_at,
            least(p.ends_at, window_start + (g.stretch_number + 1) * stretch * interval '1 second') AS ends_at
        FROM part AS p
        CROSS JOIN LATERAL generate_series(
            floor(extract(EPOCH FROM p.starts_at - window_start) / stretch)::integer,
            ceil(extract(EPOCH FROM p.ends_at - window_start) / stretch)::integer - 1
        ) AS g (stretch_number)
    ),
    met AS (
        SELECT
            p.coverage_requirement_id,
            p.people AS required,
            l.people AS available,
            greatest(p.starts_at, l.starts_at) AS starts_at,
            least(p.ends_at, l.ends_at) AS ends_at
        FROM part_stretch AS p
        JOIN level_stretch AS l
            ON l.pool = p.pool
            AND l.stretch_number = p.stretch_number
            AND l.starts_at < p.ends_at
            AND l.ends_at > p.starts_at
    )
    -- Neighbours with equal numbers are one piece.
    SELECT
        i.coverage_requirement_id,
        min(i.starts_at),
        max(i.ends_at),
        i.required,
        i.available::integer,
        greatest(i.required - i.available, 0)::integer
    FROM (
        SELECT
            n.*,
            count(*) FILTER (WHERE n.begins) OVER (PARTITION BY n.coverage_requirement_id ORDER BY n.starts_at) AS island
        FROM (
            SELECT
                m.*,
                lag(m.ends_at) OVER in_time IS DISTINCT FROM m.starts_at
                OR lag(m.available) OVER in_time <> m.available AS begins
            FROM met AS m
            WINDOW in_time AS (PARTITION BY m.coverage_requirement_id ORDER BY m.starts_at)
        ) AS n
    ) AS i
    GROUP BY i.coverage_requirement_id, i.required, i.available, i.island;
END;
$$;
COMMENT ON FUNCTION schedule.coverage_pieces(
    bigint[], timestamptz, timestamptz, timestamptz, schedule.adjustment[], bigint[], bigint[]
) IS
'The requirements of some units (null: of all; not of those below them) in a window, cut into pieces in which the number
of available people is constant; columns and counting as in schedule.coverage. proposed, cancelled: as in
schedule.effective_segments. staff_ids: as if there were only these people (null: all).';
