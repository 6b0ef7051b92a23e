-- What the constraints would say of one line at a time is said of all of them at once, with the place of each.
CREATE FUNCTION schedule.require_lines(lines jsonb, cycle_days integer, by_class boolean) RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = ''
AS $$
DECLARE
    faults jsonb;
BEGIN
    WITH line AS MATERIALIZED (
        SELECT
            g.place,
            g.day,
            g.activity,
            g.activity_id,
            CASE WHEN by_class THEN g.class END AS class,
            g.day * 1440 + g.start_minute AS first_minute,
            g.day * 1440 + g.start_minute + g.minutes AS end_minute
        FROM schedule.read_lines(lines) AS g
    ),
    -- What runs over the end of a cycle comes again at its start.
    occupied AS (
        SELECT
            l.place,
            l.class,
            s.first_minute,
            s.end_minute
        FROM line AS l
        CROSS JOIN LATERAL (
            VALUES
            (l.first_minute, coalesce(least(l.end_minute, cycle_days * 1440), l.end_minute)),
            (0, l.end_minute - cycle_days * 1440)
        ) AS s (first_minute, end_minute)
        WHERE s.first_minute < s.end_minute AND (l.day >= cycle_days) IS NOT TRUE
    ),
    fault AS (
        SELECT
            l.place,
            '/activity' AS field,
            format('There is no activity %s.', l.activity) AS detail
        FROM line AS l
        WHERE l.activity_id IS NULL
        UNION ALL
        SELECT
            l.place,
            '/day',
            format('The pattern has %s days, and the first one is 0.', cycle_days)
        FROM line AS l
        WHERE l.day >= cycle_days
        UNION ALL
        SELECT DISTINCT
            o.place,
            '',
            'It overlaps another line.'
        FROM (
            SELECT
                p.place,
                p.first_minute < max(p.end_minute) OVER (
                    PARTITION BY p.class
                    ORDER BY p.first_minute, p.place
                    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
                ) AS overlaps
            FROM occupied AS p
        ) AS o
        WHERE o.overlaps
    )
    SELECT jsonb_agg(api.fault(format('/lines/%s%s', f.place, f.field), f.detail) ORDER BY f.place, f.field) INTO faults
    FROM fault AS f;
    IF faults IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST001', COLUMN = 'lines', MESSAGE = 'The lines cannot be accepted as they are.', DETAIL = faults::text;
    END IF;
END;
$$;
COMMENT ON FUNCTION schedule.require_lines(jsonb, integer, boolean) IS
'Refuses lines (ST001, with {pointer, detail} of each fault) that name unknown activities, lie outside the cycle or
overlap: in a cycle of so many days (null: there is none), and by_class only within one class.';
