-- The dates in which people are counted in some units, as instants.
--
-- A local day begins at midnight of the person's site and ends where the next one begins, so that days follow each
-- other without a gap even when a person changes site. The site of a day is that of the contract in force or, without
-- one, of the latest before, else of the first; without any contract the organisation's zone decides.
CREATE FUNCTION reporting.person_spans(unit_ids bigint[], first_day date, end_day date)
RETURNS TABLE (
    staff_id bigint, unit_id bigint, site_id bigint, starts_at timestamptz, ends_at timestamptz, confidential boolean
)
LANGUAGE plpgsql STABLE ROWS 1000
SET search_path = ''
SET jit = off
SET plan_cache_mode = force_generic_plan
SET enable_nestloop = off
SET enable_mergejoin = off
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH assigned AS MATERIALIZED (
        SELECT
            a.staff_id,
            a.unit_id,
            lower(a.valid) AS from_day,
            upper(a.valid) AS to_day
        FROM org.assignment AS a
        WHERE a.unit_id = ANY(unit_ids) AND a.valid && daterange(first_day, end_day)
    ),
    counted AS MATERIALIZED (
        SELECT
            a.staff_id,
            a.unit_id,
            greatest(a.from_day, v.from_day) AS from_day,
            least(a.to_day, v.to_day) AS to_day,
            v.confidential
        FROM assigned AS a
        JOIN auth.visible_dates(
            (SELECT array_agg(DISTINCT d.staff_id) FROM assigned AS d), first_day, end_day
        ) AS v ON v.staff_id = a.staff_id AND v.from_day < coalesce(a.to_day, 'infinity') AND v.to_day > a.from_day
    ),
    place AS MATERIALIZED (
        SELECT
            c.staff_id,
            c.site_id,
            s.time_zone,
            CASE WHEN lag(c.contract_id) OVER in_time IS NULL THEN '-infinity' ELSE lower(c.valid) END AS from_day,
            lead(lower(c.valid)) OVER in_time AS to_day,
            lead(s.time_zone) OVER in_time AS next_time_zone
        FROM schedule.contract AS c
        JOIN org.site AS s ON s.site_id = c.site_id
        WHERE c.staff_id = ANY(ARRAY(SELECT k.staff_id FROM counted AS k))
        WINDOW in_time AS (PARTITION BY c.staff_id ORDER BY lower(c.valid))
    ),
    span AS MATERIALIZED (
        SELECT
            k.staff_id,
            k.unit_id,
            p.site_id,
            k.confidential,
            coalesce(p.time_zone, o.time_zone) AS time_zone,
            greatest(k.from_day, p.from_day) AS from_day,
            least(k.to_day, p.to_day) AS to_day,
            CASE
                WHEN p.to_day <= k.to_day THEN p.next_time_zone
                ELSE coalesce(p.time_zone, o.time_zone)
            END AS next_time_zone
        FROM counted AS k
        CROSS JOIN org.settings AS o
        LEFT JOIN place AS p
            ON p.staff_id = k.staff_id
            AND p.from_day < k.to_day
            AND (p.to_day IS NULL OR p.to_day > k.from_day)
    ),
    midnight AS MATERIALIZED (
        SELECT
            z.time_zone,
            i.local_time::date AS day,
            i.instant
        FROM (
            SELECT
                u.time_zone,
                array_agg(u.day::timestamp) AS locals
            FROM (
                SELECT s.time_zone, s.from_day AS day FROM span AS s
                UNION
                SELECT s.next_time_zone, s.to_day FROM span AS s
            ) AS u
            GROUP BY u.time_zone
        ) AS z
        CROSS JOIN LATERAL schedule.local_instants(z.time_zone, z.locals) AS i
    )
    SELECT
        s.staff_id,
        s.unit_id,
        s.site_id,
        b.instant,
        e.instant,
        s.confidential
    FROM span AS s
    JOIN midnight AS b ON b.time_zone = s.time_zone AND b.day = s.from_day
    JOIN midnight AS e ON e.time_zone = s.next_time_zone AND e.day = s.to_day
    WHERE b.instant < e.instant;
END;
$$;
COMMENT ON FUNCTION reporting.person_spans(bigint[], date, date) IS
'Whom the acting account sees counted in some units from a local date up to another, from and to which instants, and whether it
sees what is private; a person who changes unit or site has a
span for each.';
