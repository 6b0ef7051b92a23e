-- Contracts of one phase and time share their days.
CREATE FUNCTION schedule.changed_person_days(pattern_id bigint, lines jsonb, from_day date) RETURNS bigint
LANGUAGE sql STABLE
SET search_path = ''
BEGIN ATOMIC
    WITH held AS (
        SELECT
            c.valid * daterange(changed_person_days.from_day, changed_person_days.from_day + 366) AS valid,
            ((c.anchor - date '2000-01-01') % p.days + p.days) % p.days AS phase,
            p.days
        FROM schedule.contract AS c
        INNER JOIN schedule.pattern AS p ON c.pattern_id = p.pattern_id
        WHERE
            c.pattern_id = changed_person_days.pattern_id
            AND c.valid && daterange(changed_person_days.from_day, changed_person_days.from_day + 366)
    ),

    phase AS MATERIALIZED (
        SELECT
            h.valid,
            h.phase,
            h.days,
            count(*) AS people
        FROM held AS h
        GROUP BY h.valid, h.phase, h.days
    ),

    new_day AS MATERIALIZED (
        SELECT
            l.day,
            array_agg(
                (l.start_minute, l.minutes, l.activity_id, l.on_clock_change)::text ORDER BY l.start_minute
            ) AS lines
        FROM schedule.read_lines(changed_person_days.lines) AS l
        GROUP BY l.day
    ),

    -- The lines of a day change only where a version begins.
    version AS MATERIALIZED (
        SELECT
            v.first_day,
            lead(v.first_day) OVER (ORDER BY v.first_day) AS end_day
        FROM (
            SELECT changed_person_days.from_day AS first_day
            UNION
            SELECT lower(o.valid) FROM schedule.pattern_line AS o
            WHERE o.pattern_id = changed_person_days.pattern_id AND lower(o.valid) > changed_person_days.from_day
            UNION
            SELECT upper(o.valid) FROM schedule.pattern_line AS o
            WHERE o.pattern_id = changed_person_days.pattern_id AND upper(o.valid) > changed_person_days.from_day
        ) AS v
    ),

    old_day AS MATERIALIZED (
        SELECT
            v.first_day,
            l.day,
            array_agg(
                (l.start_minute, l.minutes, l.activity_id, l.on_clock_change)::text ORDER BY l.start_minute
            ) AS lines
        FROM version AS v
        INNER JOIN schedule.pattern_line AS l
            ON l.valid @> v.first_day AND l.pattern_id = changed_person_days.pattern_id
        GROUP BY v.first_day, l.day
    ),

    phase_day AS (
        SELECT
            h.people,
            lower(h.valid) + g.n AS day,
            ((lower(h.valid) + g.n - date '2000-01-01' - h.phase) % h.days + h.days) % h.days AS cycle_day
        FROM phase AS h
        CROSS JOIN LATERAL generate_series(0, upper(h.valid) - lower(h.valid) - 1) AS g (n)
    )

    SELECT coalesce(sum(d.people), 0)::bigint
    FROM phase_day AS d
    INNER JOIN version AS v ON d.day >= v.first_day AND (v.end_day IS NULL OR d.day < v.end_day)
    LEFT JOIN old_day AS o ON v.first_day = o.first_day AND d.cycle_day = o.day
    LEFT JOIN new_day AS n ON d.cycle_day = n.day
    WHERE o.lines IS DISTINCT FROM n.lines;
END;
COMMENT ON FUNCTION schedule.changed_person_days(bigint, jsonb, date) IS
'On how many days of contracts other lines would begin than now, if a pattern had these lines from a day on: looked at
are the 366 days from it. Holidays and adjustments are not looked at.';
