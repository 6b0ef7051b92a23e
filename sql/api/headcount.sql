-- Segments become steps up and down in the count of their activity, so the cost does not grow with people times steps.
CREATE FUNCTION api.headcount(
    "from" text,
    "to" text,
    unit bigint DEFAULT NULL,
    step integer DEFAULT 60,
    time_zone text DEFAULT NULL,
    as_of text DEFAULT NULL
) RETURNS json
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = ''
SET plan_cache_mode = force_generic_plan
SET enable_nestloop = off
AS $$
DECLARE
    acting CONSTANT bigint := auth.require_account();
    known_at CONSTANT timestamptz := schedule.read_known_at(as_of, time_zone);
    window_start timestamptz;
    window_end timestamptz;
    last_step integer;
    steps text;
BEGIN
    SELECT w.window_start, w.window_end INTO STRICT window_start, window_end
    FROM schedule.read_window("from", "to", time_zone) AS w;
    IF step IS NULL OR step NOT BETWEEN 1 AND 1440 THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST001', COLUMN = 'step', MESSAGE = 'step must be a number of minutes from 1 to 1440.';
    END IF;
    last_step := ceil(extract(EPOCH FROM window_end - window_start) / 60 / step) - 1;
    IF last_step >= 50000 THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST001',
            COLUMN = 'step',
            MESSAGE = 'There would be more than 50000 steps: choose a longer step or a shorter window.';
    END IF;
    WITH present AS MATERIALIZED (
        SELECT
            p.staff_id,
            p.starts_at,
            p.ends_at
        FROM schedule.presence(org.required_subtree(unit, known_at), window_start, window_end, known_at) AS p
    ),
    seen AS MATERIALIZED (
        SELECT
            v.staff_id,
            v.starts_at,
            v.ends_at,
            v.confidential
        FROM auth.visible_time(
            (SELECT array_agg(DISTINCT q.staff_id) FROM present AS q), window_start, window_end
        ) AS v
    ),
    counted AS (
        SELECT
            a.code,
            a.available,
            ceil(
                extract(EPOCH FROM greatest(s.starts_at, p.starts_at, v.starts_at) - window_start) / 60 / step
            )::integer AS first,
            ceil(
                extract(EPOCH FROM least(s.ends_at, p.ends_at, v.ends_at) - window_start) / 60 / step
            )::integer AS beyond
        FROM schedule.effective_segments(
            (SELECT array_agg(DISTINCT q.staff_id) FROM seen AS q), window_start, window_end, known_at
        ) AS s
        JOIN present AS p ON p.staff_id = s.staff_id AND p.starts_at < s.ends_at AND p.ends_at > s.starts_at
        JOIN seen AS v
            ON v.staff_id = s.staff_id
            AND v.starts_at < least(s.ends_at, p.ends_at)
            AND v.ends_at > greatest(s.starts_at, p.starts_at)
        JOIN org.shown_activities(known_at) AS a ON a.activity_id = s.activity_id AND a.confidential = v.confidential
    ),
    change AS (
        SELECT
            e.code,
            e.available,
            e.place,
            sum(e.people) AS people
        FROM (
            SELECT c.code, c.available, c.first AS place, 1 AS people FROM counted AS c
            UNION ALL
            SELECT c.code, c.available, c.beyond, -1 FROM counted AS c
        ) AS e
        GROUP BY e.code, e.available, e.place
    ),
    -- From one change to the next the count of an activity stands.
    level AS (
        SELECT
            n.code,
            n.available,
            g.place,
            n.people
        FROM (
            SELECT
                c.code,
                c.available,
                c.place,
                sum(c.people) OVER in_time AS people,
                lead(c.place) OVER in_time AS beyond
            FROM change AS c
            WINDOW in_time AS (PARTITION BY c.code, c.available ORDER BY c.place)
        ) AS n
        CROSS JOIN LATERAL generate_series(n.place, n.beyond - 1) AS g (place)
        WHERE n.people > 0
    ),
    row_of_step AS (
        SELECT
            l.place,
            sum(l.people) FILTER (WHERE l.available) AS available,
            string_agg(to_json(l.code) || ':' || l.people, ',' ORDER BY l.code) AS by_activity
        FROM level AS l
        GROUP BY l.place
    )
    SELECT string_agg(
        '{"start":"' || replace(((window_start + g.place * step * interval '1 minute') AT TIME ZONE 'UTC')::text, ' ', 'T')
        || 'Z","available":' || coalesce(r.available, 0)
        || ',"by_activity":{' || coalesce(r.by_activity, '') || '}}',
        ',' ORDER BY g.place
    ) INTO STRICT steps
    FROM generate_series(0, last_step) AS g (place)
    LEFT JOIN row_of_step AS r ON r.place = g.place;
    RETURN '{"steps":[' || steps || ']}';
END;
$$;
COMMENT ON FUNCTION api.headcount(text, text, bigint, integer, text, text) IS
'People by activity, and people available, at the start of each step of a window [from, to), from the effective schedule.
A step counts whose segment is in force at its first instant; each person counts once, at the destination while seconded. Only
what the acting account sees is counted, and something private as its stand-in.
from, to: RFC 3339 instants, or dates in time_zone (default: the organisation''s zone). unit: this unit and those below it.
step: minutes, 1 to 1440; at most 50,000 steps. as_of: as the database knew it at that instant. start is UTC.
Answer: headcount.
Problems: not-found.';
GRANT EXECUTE ON FUNCTION api.headcount(text, text, bigint, integer, text, text) TO strata_user;
