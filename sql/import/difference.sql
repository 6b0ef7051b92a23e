-- Before is what was known just before this change began; that is exact, because all that it wrote bears one instant.
-- What is compared is bounded: at most 92 days, and fewer for very many people.
CREATE FUNCTION import.difference(change_id bigint) RETURNS jsonb
LANGUAGE plpgsql VOLATILE
SET search_path = ''
SET enable_nestloop = on
SET jit = off
SET work_mem = '64MB'
AS $$
#variable_conflict use_variable
DECLARE
    most_days CONSTANT integer := 92;
    most_person_days CONSTANT integer := 1000000;
    zone CONSTANT text := (SELECT g.time_zone FROM org.settings AS g);
    before CONSTANT timestamptz := (
        SELECT t.recorded_at - interval '1 microsecond' FROM audit.transaction AS t WHERE t.change_id = change_id
    );
    people bigint[];
    first_day date;
    last_day date;
    next_day date;
    answer jsonb;
BEGIN
    SELECT array_agg(DISTINCT g.staff_id), min(g.first_day), max(coalesce(g.last_day, 'infinity'))
    INTO people, first_day, last_day
    FROM import.touched(change_id) AS g;
    IF people IS NULL THEN
        RETURN jsonb_build_object('people', 0, 'minutes', 0, 'days', '[]'::jsonb);
    END IF;
    next_day := least(
        CASE WHEN last_day < 'infinity' THEN last_day + 1 ELSE last_day END,
        first_day + least(most_days, greatest(1, most_person_days / cardinality(people)))
    );

    WITH day AS MATERIALIZED (
        SELECT
            d.local_time::date AS day,
            d.instant AS starts_at,
            lead(d.instant) OVER (ORDER BY d.local_time) AS ends_at
        FROM schedule.local_instants(
            zone, ARRAY(SELECT generate_series(first_day::timestamp, next_day::timestamp, '1 day'))
        ) AS d
    ),
    bounds AS (
        SELECT min(d.starts_at) AS starts_at, max(d.starts_at) AS ends_at FROM day AS d
    ),
    earlier AS MATERIALIZED (
        SELECT s.staff_id, s.activity_id, s.starts_at, s.ends_at
        FROM bounds AS b
        CROSS JOIN LATERAL schedule.effective_segments(people, b.starts_at, b.ends_at, before) AS s
    ),
    later AS MATERIALIZED (
        SELECT s.staff_id, s.activity_id, s.starts_at, s.ends_at
        FROM bounds AS b
        CROSS JOIN LATERAL schedule.effective_segments(people, b.starts_at, b.ends_at) AS s
    ),
    said AS (
        SELECT
            g.staff_id,
            g.activity_id,
            coalesce(range_agg(tstzrange(g.starts_at, g.ends_at)) FILTER (WHERE NOT g.is_later), '{}') AS earlier,
            coalesce(range_agg(tstzrange(g.starts_at, g.ends_at)) FILTER (WHERE g.is_later), '{}') AS later
        FROM (
            (SELECT e.*, FALSE AS is_later FROM (TABLE earlier EXCEPT TABLE later) AS e)
            UNION ALL
            (SELECT l.*, TRUE AS is_later FROM (TABLE later EXCEPT TABLE earlier) AS l)
        ) AS g
        GROUP BY g.staff_id, g.activity_id
    ),
    -- A minute has at most one activity, so it is the same before and after where one activity has it twice.
    changed AS (
        SELECT s.staff_id, range_agg(s.earlier + s.later) - range_agg(s.earlier * s.later) AS minutes
        FROM said AS s
        GROUP BY s.staff_id
    ),
    by_day AS (
        SELECT
            d.day,
            count(DISTINCT c.staff_id) AS people,
            sum(
                extract(EPOCH FROM least(upper(r.during), d.ends_at) - greatest(lower(r.during), d.starts_at)) / 60
            )::bigint AS minutes
        FROM changed AS c
        CROSS JOIN LATERAL unnest(c.minutes) AS r (during)
        CROSS JOIN LATERAL generate_series(
            (lower(r.during) AT TIME ZONE zone)::date::timestamp,
            ((upper(r.during) - interval '1 microsecond') AT TIME ZONE zone)::date::timestamp,
            '1 day'
        ) AS n (midnight)
        JOIN day AS d ON d.day = n.midnight::date
        GROUP BY d.day
    )
    SELECT
        jsonb_build_object(
            'from', first_day,
            'to', next_day,
            'people', (SELECT count(*) FROM changed AS c WHERE NOT isempty(c.minutes)),
            'minutes', coalesce(sum(b.minutes), 0),
            'days', coalesce(
                jsonb_agg(jsonb_build_object('day', b.day, 'people', b.people, 'minutes', b.minutes) ORDER BY b.day), '[]'
            )
        )
    INTO answer
    FROM by_day AS b;
    RETURN answer;
END;
$$;
COMMENT ON FUNCTION import.difference(bigint) IS
'What the running change makes different in the effective schedule: {from, to, people, minutes, days: [{day, people, minutes}]}. '
'Of the days that it touches the first 92, at most a million person-days; to is exclusive.';
