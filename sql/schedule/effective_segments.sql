-- The merge. Every question about the schedule is answered by this one query.
--
-- Layer 0: people share rotations, so the contract layer is computed once for each cycle (pattern, phase, site,
-- holiday rule and the days of the window in which it holds) and joined to people at the end.
-- Where contract claims meet, the earlier contract keeps the minute, and within one contract the occurrence that
-- began first: a shift once begun is worked to its end. So the claims of layer 0 are disjoint.
--
-- Layers 1 to 3: what stands above a claim is a multirange per person; only claims that touch it are cut.
CREATE FUNCTION schedule.effective_segments(
    staff_ids bigint[],
    window_start timestamptz,
    window_end timestamptz,
    known_at timestamptz DEFAULT 'infinity',
    proposed schedule.adjustment[] DEFAULT NULL,
    cancelled bigint[] DEFAULT '{}',
    merged boolean DEFAULT TRUE
)
RETURNS TABLE (
    staff_id bigint,
    starts_at timestamptz,
    ends_at timestamptz,
    activity_id bigint,
    rank smallint,
    source_id bigint,
    request_id bigint
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
    -- An occurrence ends at most two local days after its day began, and zones differ by a day at most.
    first_day CONSTANT date := (window_start AT TIME ZONE 'UTC')::date - 3;
    last_day CONSTANT date := (window_end AT TIME ZONE 'UTC')::date + 1;
    many CONSTANT boolean := cardinality(staff_ids) > 50;
BEGIN
    RETURN QUERY
    WITH holder AS MATERIALIZED (
        SELECT
            c.contract_id,
            c.staff_id,
            c.pattern_id,
            c.site_id,
            c.holiday_rule,
            p.days,
            ((c.anchor - date '2000-01-01') % p.days + p.days) % p.days AS phase,
            greatest(lower(c.valid), first_day) AS from_day,
            least(upper(c.valid) - 1, last_day) AS to_day
        FROM schedule.contract_version AS c
        JOIN schedule.pattern_version AS p
            ON p.pattern_id = c.pattern_id
            AND p.recorded_from <= known_at
            AND (p.superseded IS NULL OR (known_at < 'infinity' AND p.superseded @> known_at))
        WHERE
            c.staff_id = ANY(staff_ids)
            AND c.valid && daterange(first_day, last_day, '[]')
            AND c.recorded_from <= known_at
            AND (c.superseded IS NULL OR (known_at < 'infinity' AND c.superseded @> known_at))
    ),
    cycle AS MATERIALIZED (
        SELECT
            row_number() OVER () AS cycle_id,
            k.*,
            s.time_zone,
            -- Near a clock change local time says less about the instant: by a day at most, where a date was left out.
            (window_start AT TIME ZONE s.time_zone) - CASE
                WHEN
                    ((window_start + interval '48 hours') AT TIME ZONE s.time_zone)
                    - ((window_start - interval '48 hours') AT TIME ZONE s.time_zone) = interval '96 hours'
                    THEN interval '0'
                ELSE interval '24 hours'
            END AS local_from,
            (window_end AT TIME ZONE s.time_zone) + CASE
                WHEN
                    ((window_end + interval '48 hours') AT TIME ZONE s.time_zone)
                    - ((window_end - interval '48 hours') AT TIME ZONE s.time_zone) = interval '96 hours'
                    THEN interval '0'
                ELSE interval '24 hours'
            END AS local_to
        FROM (
            SELECT DISTINCT
                h.pattern_id,
                h.site_id,
                h.holiday_rule,
                h.days,
                h.phase,
                h.from_day,
                h.to_day
            FROM holder AS h
        ) AS k
        JOIN org.site_version AS s
            ON s.site_id = k.site_id
            AND s.recorded_from <= known_at
            AND (s.superseded IS NULL OR (known_at < 'infinity' AND s.superseded @> known_at))
    ),
    -- Lines on their days, still in local time.
    local_occurrence AS MATERIALIZED (
        SELECT
            y.cycle_id,
            y.site_id,
            y.time_zone,
            y.holiday_rule,
            d.day,
            l.activity_id,
            l.start_minute,
            l.minutes,
            l.on_clock_change,
            d.day + l.start_minute * interval '1 minute' AS local_start,
            d.day + (l.start_minute + l.minutes) * interval '1 minute' AS local_end
        FROM cycle AS y
        CROSS JOIN LATERAL (
            SELECT
                g.n,
                y.from_day + g.n AS day
            FROM generate_series(0, y.to_day - y.from_day) AS g (n)
        ) AS d
        JOIN schedule.pattern_line_version AS l
            ON l.pattern_id = y.pattern_id
            AND l.day = ((d.day - date '2000-01-01' - y.phase) % y.days + y.days) % y.days
            AND l.valid @> d.day
            AND l.recorded_from <= known_at
            AND (l.superseded IS NULL OR (known_at < 'infinity' AND l.superseded @> known_at))
        WHERE
            d.day + (l.start_minute + l.minutes) * interval '1 minute' > y.local_from
            AND d.day + l.start_minute * interval '1 minute' < y.local_to
    ),
    closed_day AS MATERIALIZED (
        SELECT
            h.site_id,
            z.time_zone,
            h.day,
            h.closed = '[0,1440)'::int4range AS whole,
            h.day + lower(h.closed) * interval '1 minute' AS local_start,
            h.day + upper(h.closed) * interval '1 minute' AS local_end
        FROM org.holiday_version AS h
        JOIN (SELECT DISTINCT y.site_id, y.time_zone FROM cycle AS y WHERE y.holiday_rule <> 'ignore') AS z
            ON z.site_id = h.site_id
        WHERE
            h.day BETWEEN first_day AND last_day + 2
            AND h.recorded_from <= known_at
            AND (h.superseded IS NULL OR (known_at < 'infinity' AND h.superseded @> known_at))
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
                SELECT o.time_zone, o.local_start AS local_time FROM local_occurrence AS o
                UNION
                SELECT o.time_zone, o.local_end FROM local_occurrence AS o
                UNION
                SELECT h.time_zone, h.local_start FROM closed_day AS h
                UNION
                SELECT h.time_zone, h.local_end FROM closed_day AS h
            ) AS u
            GROUP BY u.time_zone
        ) AS z
        CROSS JOIN LATERAL schedule.local_instants(z.time_zone, z.locals) AS i
    ),
    closed AS MATERIALIZED (
        SELECT
            h.site_id,
            h.day,
            h.whole,
            -- A part that begins in the gap of a clock change may end before it begins: it closes nothing.
            CASE WHEN s.instant < e.instant THEN tstzrange(s.instant, e.instant) ELSE 'empty' END AS during
        FROM closed_day AS h
        JOIN instant AS s ON s.time_zone = h.time_zone AND s.local_time = h.local_start
        JOIN instant AS e ON e.time_zone = h.time_zone AND e.local_time = h.local_end
    ),
    closed_on_day AS MATERIALIZED (
        SELECT
            h.site_id,
            h.day,
            bool_or(h.whole) AS whole,
            range_agg(h.during) AS during
        FROM closed AS h
        GROUP BY h.site_id, h.day
    ),
    closed_at_site AS MATERIALIZED (
        SELECT
            h.site_id,
            range_agg(h.during) AS during
        FROM closed AS h
        GROUP BY h.site_id
    ),
    occurrence AS MATERIALIZED (
        SELECT
            o.cycle_id,
            o.activity_id,
            o.start_at,
            o.end_at,
            o.day,
            o.start_minute,
            CASE
                WHEN o.holiday_rule = 'by_start' AND d.whole THEN '{}'::tstzmultirange
                WHEN o.holiday_rule = 'by_start' AND d.during IS NOT NULL
                    THEN tstzmultirange(tstzrange(o.start_at, o.end_at)) - d.during
                WHEN o.holiday_rule = 'by_minute' AND a.during IS NOT NULL
                    THEN tstzmultirange(tstzrange(o.start_at, o.end_at)) - a.during
                ELSE tstzmultirange(tstzrange(o.start_at, o.end_at))
            END AS open
        FROM (
            SELECT
                p.*,
                s.instant AS start_at,
                CASE
                    WHEN p.on_clock_change = 'wall' THEN e.instant
                    ELSE s.instant + p.minutes * interval '1 minute'
                END AS end_at
            FROM local_occurrence AS p
            JOIN instant AS s ON s.time_zone = p.time_zone AND s.local_time = p.local_start
            JOIN instant AS e ON e.time_zone = p.time_zone AND e.local_time = p.local_end
        ) AS o
        LEFT JOIN closed_on_day AS d
            ON d.site_id = o.site_id AND d.day = o.day AND o.holiday_rule = 'by_start'
        LEFT JOIN closed_at_site AS a
            ON a.site_id = o.site_id AND o.holiday_rule = 'by_minute'
        WHERE o.start_at < o.end_at
    ),
    -- A clock change can push occurrences of a cycle over each other.
    ordered AS MATERIALIZED (
        SELECT
            o.*,
            row_number() OVER began_first AS position,
            max(o.end_at) OVER (began_first ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
            > o.start_at AS meets_earlier
        FROM occurrence AS o
        WINDOW began_first AS (PARTITION BY o.cycle_id ORDER BY o.start_at, o.day, o.start_minute)
    ),
    piece AS MATERIALIZED (
        SELECT
            o.cycle_id,
            o.activity_id,
            lower(r) AS starts_at,
            upper(r) AS ends_at
        FROM ordered AS o
        CROSS JOIN LATERAL unnest(
            CASE
                WHEN o.meets_earlier THEN o.open - coalesce((
                    SELECT range_agg(e.r)
                    FROM (
                        SELECT unnest(p.open) AS r
                        FROM ordered AS p
                        WHERE p.cycle_id = o.cycle_id AND p.position < o.position AND p.end_at > o.start_at
                    ) AS e
                ), '{}')
                ELSE o.open
            END
        ) AS r
    ),
    -- Equal neighbours of one contract are one claim; the window cuts the rest.
    cycle_claim AS MATERIALIZED (
        SELECT
            i.cycle_id,
            i.activity_id,
            greatest(min(i.starts_at), window_start) AS starts_at,
            least(max(i.ends_at), window_end) AS ends_at
        FROM (
            SELECT
                n.*,
                count(*) FILTER (WHERE n.begins) OVER (PARTITION BY n.cycle_id ORDER BY n.starts_at) AS island
            FROM (
                SELECT
                    p.*,
                    lag(p.ends_at) OVER in_time IS DISTINCT FROM p.starts_at
                    OR lag(p.activity_id) OVER in_time <> p.activity_id AS begins
                FROM piece AS p
                WINDOW in_time AS (PARTITION BY p.cycle_id ORDER BY p.starts_at)
            ) AS n
        ) AS i
        GROUP BY i.cycle_id, i.activity_id, i.island
        HAVING min(i.starts_at) < window_end AND max(i.ends_at) > window_start
    ),
    contract_claim AS MATERIALIZED (
        SELECT
            h.staff_id,
            h.contract_id,
            c.activity_id,
            c.starts_at,
            c.ends_at
        FROM holder AS h
        JOIN cycle AS y
            ON y.pattern_id = h.pattern_id
            AND y.site_id = h.site_id
            AND y.holiday_rule = h.holiday_rule
            AND y.phase = h.phase
            AND y.from_day = h.from_day
            AND y.to_day = h.to_day
        JOIN cycle_claim AS c ON c.cycle_id = y.cycle_id
    ),
    -- What earlier contracts of the person have begun, for a contract that begins near the window.
    succession AS MATERIALIZED (
        SELECT
            l.contract_id,
            e.contract_id AS earlier_id
        FROM (SELECT h.* FROM holder AS h WHERE h.from_day > first_day) AS l
        JOIN holder AS e ON e.staff_id = l.staff_id AND e.from_day < l.from_day
    ),
    begun AS MATERIALIZED (
        SELECT
            s.contract_id,
            range_agg(tstzrange(c.starts_at, c.ends_at)) AS above
        FROM succession AS s
        JOIN contract_claim AS c ON c.contract_id = s.earlier_id
        GROUP BY s.contract_id
    ),
    -- Approved adjustments by the shorter way: through the window for many people, through the person for few.
    -- A proposal stands over approved adjustments of its own class.
    adjustment AS (
        SELECT
            a.staff_id,
            2 * a.class AS rank,
            a.starts_at,
            a.ends_at,
            a.activity_id,
            a.adjustment_id,
            a.request_id
        FROM schedule.adjustment_version AS a
        JOIN unnest(staff_ids) AS w (staff_id) ON w.staff_id = a.staff_id
        WHERE
            many
            AND a.during && tstzrange(window_start, window_end)
            AND a.state = 'approved'
            AND a.adjustment_id <> ALL(cancelled)
            AND a.recorded_from <= known_at
            AND (a.superseded IS NULL OR (known_at < 'infinity' AND a.superseded @> known_at))
        UNION ALL
        SELECT
            a.staff_id,
            2 * a.class,
            a.starts_at,
            a.ends_at,
            a.activity_id,
            a.adjustment_id,
            a.request_id
        FROM schedule.adjustment_version AS a
        WHERE
            NOT many
            AND a.staff_id = ANY(staff_ids)
            AND a.starts_at < window_end
            AND a.starts_at > window_start - interval '8784 hours'
            AND a.ends_at > window_start
            AND a.state = 'approved'
            AND a.adjustment_id <> ALL(cancelled)
            AND a.recorded_from <= known_at
            AND (a.superseded IS NULL OR (known_at < 'infinity' AND a.superseded @> known_at))
        UNION ALL
        SELECT
            a.staff_id,
            2 * a.class + 1,
            a.starts_at,
            a.ends_at,
            a.activity_id,
            a.adjustment_id,
            a.request_id
        FROM unnest(proposed) AS a
        WHERE a.starts_at < window_end AND a.ends_at > window_start AND a.staff_id = ANY(staff_ids)
    ),
    layered AS MATERIALIZED (
        SELECT
            a.staff_id,
            a.rank::smallint AS rank,
            a.activity_id,
            a.adjustment_id,
            a.request_id,
            a.during,
            range_agg(a.during) OVER (
                PARTITION BY a.staff_id
                ORDER BY a.rank DESC
                GROUPS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
            ) AS above
        FROM (
            SELECT
                j.*,
                tstzrange(greatest(j.starts_at, window_start), least(j.ends_at, window_end)) AS during
            FROM adjustment AS j
        ) AS a
    ),
    mask AS MATERIALIZED (
        SELECT
            h.contract_id,
            CASE
                WHEN b.above IS NULL THEN m.above
                WHEN m.above IS NULL THEN b.above
                ELSE m.above + b.above
            END AS above
        FROM holder AS h
        LEFT JOIN begun AS b ON b.contract_id = h.contract_id
        LEFT JOIN (
            SELECT
                a.staff_id,
                range_agg(a.during) AS above
            FROM layered AS a
            WHERE merged
            GROUP BY a.staff_id
        ) AS m ON m.staff_id = h.staff_id
    )
    SELECT
        c.staff_id,
        c.starts_at,
        c.ends_at,
        c.activity_id,
        0::smallint,
        c.contract_id,
        NULL::bigint
    FROM contract_claim AS c
    JOIN mask AS m ON m.contract_id = c.contract_id
    WHERE m.above IS NULL OR NOT m.above && tstzrange(c.starts_at, c.ends_at)
    UNION ALL
    SELECT
        c.staff_id,
        lower(r),
        upper(r),
        c.activity_id,
        0::smallint,
        c.contract_id,
        NULL::bigint
    FROM contract_claim AS c
    JOIN mask AS m ON m.contract_id = c.contract_id
    CROSS JOIN LATERAL unnest(tstzmultirange(tstzrange(c.starts_at, c.ends_at)) - m.above) AS r
    WHERE m.above && tstzrange(c.starts_at, c.ends_at)
    UNION ALL
    SELECT
        a.staff_id,
        lower(a.during),
        upper(a.during),
        a.activity_id,
        a.rank,
        a.adjustment_id,
        a.request_id
    FROM layered AS a
    WHERE NOT merged OR a.above IS NULL OR NOT a.above && a.during
    UNION ALL
    SELECT
        a.staff_id,
        lower(r),
        upper(r),
        a.activity_id,
        a.rank,
        a.adjustment_id,
        a.request_id
    FROM layered AS a
    CROSS JOIN LATERAL unnest(tstzmultirange(a.during) - a.above) AS r
    WHERE merged AND a.above && a.during;
END;
$$;
COMMENT ON FUNCTION schedule.effective_segments(
    bigint[], timestamptz, timestamptz, timestamptz, schedule.adjustment[], bigint[], boolean
) IS
'The effective schedule of some people in a window: for every minute the claim of the highest rank. Segments of a
person are disjoint and cut to the window; no order.
rank 0: the contract (source_id is the contract); twice the class: an approved adjustment (source_id is the
adjustment); one more: a proposed one, which stands over approved ones of its class. cancelled: adjustments that do
not count. known_at: as the database knew it then (default: now).
merged => FALSE: what each layer claims before the merge; claims of one rank never overlap.';
