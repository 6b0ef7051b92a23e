-- The effective schedule of some units on one local day, set-based: one call for all their people.
--
-- A local day begins at midnight of the person's site and ends where the next one begins, so that days follow each
-- other without a gap even when a person changes site. The site of a day is that of the contract in force or, without
-- one, of the latest before, else of the first; without any contract the organisation's zone decides.
-- Private activities leave this function as their public stand-in: what it returns may be shown to every reader.
CREATE FUNCTION reporting.units_day(unit_ids bigint[], local_day date)
RETURNS TABLE (
    staff_id bigint,
    unit_id bigint,
    site_id bigint,
    starts_at timestamptz,
    ends_at timestamptz,
    activity_id bigint,
    rank smallint
)
LANGUAGE plpgsql STABLE SECURITY DEFINER COST 1000000 ROWS 1000
SET search_path = ''
SET jit = off
SET plan_cache_mode = force_generic_plan
SET enable_nestloop = off
AS $$
#variable_conflict use_column
DECLARE
    counted bigint[];
BEGIN
    SELECT array_agg(a.staff_id) INTO counted
    FROM org.assignment AS a
    WHERE a.unit_id = ANY(unit_ids) AND a.valid @> local_day;
    RETURN QUERY
    WITH place AS MATERIALIZED (
        SELECT DISTINCT ON (c.staff_id)
            c.staff_id,
            c.site_id,
            s.time_zone
        FROM schedule.contract AS c
        JOIN org.site AS s ON s.site_id = c.site_id
        WHERE c.staff_id = ANY(counted)
        ORDER BY
            c.staff_id,
            lower(c.valid) <= local_day DESC,
            CASE WHEN lower(c.valid) <= local_day THEN lower(c.valid) END DESC,
            lower(c.valid)
    ),
    next_place AS MATERIALIZED (
        SELECT
            c.staff_id,
            s.time_zone
        FROM schedule.contract AS c
        JOIN org.site AS s ON s.site_id = c.site_id
        WHERE c.staff_id = ANY(counted) AND lower(c.valid) = local_day + 1
    ),
    zoned AS MATERIALIZED (
        SELECT
            a.staff_id,
            a.unit_id,
            p.site_id,
            coalesce(p.time_zone, o.time_zone) AS time_zone,
            coalesce(n.time_zone, p.time_zone, o.time_zone) AS next_time_zone
        FROM org.assignment AS a
        CROSS JOIN org.settings AS o
        LEFT JOIN place AS p ON p.staff_id = a.staff_id
        LEFT JOIN next_place AS n ON n.staff_id = a.staff_id
        WHERE a.unit_id = ANY(unit_ids) AND a.valid @> local_day
    ),
    midnight AS MATERIALIZED (
        SELECT
            z.time_zone,
            i.local_time,
            i.instant
        FROM (
            SELECT time_zone FROM zoned
            UNION
            SELECT next_time_zone FROM zoned
        ) AS z
        CROSS JOIN LATERAL schedule.local_instants(
            z.time_zone, ARRAY[local_day::timestamp, (local_day + 1)::timestamp]
        ) AS i
    ),
    person_day AS MATERIALIZED (
        SELECT
            z.staff_id,
            z.unit_id,
            z.site_id,
            b.instant AS day_start,
            e.instant AS day_end
        FROM zoned AS z
        JOIN midnight AS b ON b.time_zone = z.time_zone AND b.local_time = local_day
        JOIN midnight AS e ON e.time_zone = z.next_time_zone AND e.local_time = local_day + 1
    )
    SELECT
        d.staff_id,
        d.unit_id,
        d.site_id,
        greatest(s.starts_at, d.day_start),
        least(s.ends_at, d.day_end),
        coalesce(a.shown_as, a.activity_id),
        s.rank
    FROM (SELECT min(p.day_start) AS starts_at, max(p.day_end) AS ends_at FROM person_day AS p) AS w
    CROSS JOIN LATERAL schedule.effective_segments(counted, w.starts_at, w.ends_at) AS s
    JOIN person_day AS d ON d.staff_id = s.staff_id
    JOIN org.activity AS a ON a.activity_id = s.activity_id
    WHERE s.starts_at < d.day_end AND s.ends_at > d.day_start AND d.day_start < d.day_end;
END;
$$;
COMMENT ON FUNCTION reporting.units_day(bigint[], date) IS
'The effective segments of the people counted in some units on one of their local days, cut to it; private activities
as their public stand-in. rank as in schedule.claims.';
GRANT EXECUTE ON FUNCTION reporting.units_day(bigint[], date) TO strata_bi;
