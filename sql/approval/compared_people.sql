-- As in reporting.units_hours: contracted are the working minutes of the contract alone, and an absence counts in as far as it
-- takes contracted minutes.
CREATE FUNCTION approval.compared_people(proposed schedule.adjustment[], cancelled bigint[])
RETURNS TABLE (
    staff_id bigint,
    stage text,
    contracted_minutes integer,
    worked_minutes integer,
    absent_minutes integer,
    available_minutes integer,
    segments jsonb,
    changes jsonb
)
LANGUAGE plpgsql STABLE ROWS 4
SET search_path = ''
SET plan_cache_mode = force_generic_plan
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH compared AS MATERIALIZED (
        SELECT
            c.*,
            extract(EPOCH FROM c.ends_at - c.starts_at) / 60 AS minutes
        FROM approval.compared_segments(proposed, cancelled) AS c
    ),
    taken AS (
        SELECT
            e.staff_id,
            e.stage,
            sum(extract(EPOCH FROM least(e.ends_at, c.ends_at) - greatest(e.starts_at, c.starts_at))) / 60 AS minutes
        FROM compared AS e
        JOIN compared AS c
            ON c.staff_id = e.staff_id
            AND c.stage = 'contract'
            AND c.works
            AND c.starts_at < e.ends_at
            AND c.ends_at > e.starts_at
        WHERE e.stage <> 'contract' AND e.absent
        GROUP BY e.staff_id, e.stage
    ),
    counted AS (
        SELECT
            c.staff_id,
            c.stage,
            sum(c.minutes) FILTER (WHERE c.works) AS worked,
            sum(c.minutes) FILTER (WHERE c.available) AS available,
            jsonb_agg(
                jsonb_build_object(
                    'start', replace((c.starts_at AT TIME ZONE 'UTC')::text, ' ', 'T') || 'Z',
                    'end', replace((c.ends_at AT TIME ZONE 'UTC')::text, ' ', 'T') || 'Z',
                    'activity', c.activity,
                    'layer', CASE WHEN c.rank = 0 THEN 'contract' ELSE 'adjustment' END,
                    'class', c.class,
                    'source_id', c.source_id,
                    'request_id', c.request_id
                )
                ORDER BY c.starts_at
            ) AS segments
        FROM compared AS c
        GROUP BY c.staff_id, c.stage
    ),
    -- From one edge to the next nothing begins and nothing ends.
    edge AS (
        SELECT
            e.staff_id,
            e.at AS starts_at,
            lead(e.at) OVER (PARTITION BY e.staff_id ORDER BY e.at) AS ends_at
        FROM (
            SELECT
                c.staff_id,
                c.starts_at AS at
            FROM compared AS c
            UNION
            SELECT
                c.staff_id,
                c.ends_at
            FROM compared AS c
        ) AS e
    ),
    changed AS (
        SELECT
            e.staff_id,
            e.starts_at,
            e.ends_at,
            b.activity AS before,
            a.activity AS after
        FROM edge AS e
        LEFT JOIN compared AS b
            ON e.staff_id = b.staff_id AND b.stage = 'before' AND e.starts_at >= b.starts_at AND e.starts_at < b.ends_at
        LEFT JOIN compared AS a
            ON e.staff_id = a.staff_id AND a.stage = 'after' AND e.starts_at >= a.starts_at AND e.starts_at < a.ends_at
        WHERE b.activity IS DISTINCT FROM a.activity
    ),
    island AS (
        SELECT
            n.*,
            count(*) FILTER (WHERE n.begins) OVER (PARTITION BY n.staff_id ORDER BY n.starts_at) AS place
        FROM (
            SELECT
                c.*,
                lag(c.ends_at) OVER in_time IS DISTINCT FROM c.starts_at
                OR lag(c.before) OVER in_time IS DISTINCT FROM c.before
                OR lag(c.after) OVER in_time IS DISTINCT FROM c.after AS begins
            FROM changed AS c
            WINDOW in_time AS (PARTITION BY c.staff_id ORDER BY c.starts_at)
        ) AS n
    ),
    told AS (
        SELECT
            g.staff_id,
            jsonb_agg(
                jsonb_build_object(
                    'start', replace((g.starts_at AT TIME ZONE 'UTC')::text, ' ', 'T') || 'Z',
                    'end', replace((g.ends_at AT TIME ZONE 'UTC')::text, ' ', 'T') || 'Z',
                    'before', g.before,
                    'after', g.after
                )
                ORDER BY g.starts_at
            ) AS changes
        FROM (
            SELECT
                i.staff_id,
                i.before,
                i.after,
                min(i.starts_at) AS starts_at,
                max(i.ends_at) AS ends_at
            FROM island AS i
            GROUP BY i.staff_id, i.place, i.before, i.after
        ) AS g
        GROUP BY g.staff_id
    )
    SELECT
        p.staff_id,
        g.stage,
        coalesce(k.worked, 0)::integer AS contracted_minutes,
        coalesce(n.worked, 0)::integer AS worked_minutes,
        coalesce(t.minutes, 0)::integer AS absent_minutes,
        coalesce(n.available, 0)::integer AS available_minutes,
        coalesce(n.segments, '[]') AS segments,
        coalesce(h.changes, '[]') AS changes
    FROM (
        SELECT DISTINCT c.staff_id
        FROM approval.changed_time(proposed, cancelled) AS c
    ) AS p
    CROSS JOIN (VALUES ('before'), ('after')) AS g (stage)
    LEFT JOIN counted AS n ON p.staff_id = n.staff_id AND g.stage = n.stage
    LEFT JOIN counted AS k ON p.staff_id = k.staff_id AND k.stage = 'contract'
    LEFT JOIN taken AS t ON p.staff_id = t.staff_id AND g.stage = t.stage
    LEFT JOIN told AS h ON p.staff_id = h.staff_id;
END;
$$;
COMMENT ON FUNCTION approval.compared_people(schedule.adjustment[], bigint[]) IS
'For each person whose schedule may change, before and after: minutes and segments of the days of
approval.compared_segments; and, the same in both, the changes: times in which another activity is shown.';
