-- A local day is that of the requirement's site. Sites of several zones share one computation, over all their days.
CREATE FUNCTION reporting.coverage_day(unit_ids bigint[], local_day date)
RETURNS TABLE (
    unit_id bigint,
    site_id bigint,
    requirement_id bigint,
    starts_at timestamptz,
    ends_at timestamptz,
    required integer,
    available integer,
    missing integer
)
LANGUAGE plpgsql STABLE SECURITY DEFINER COST 1000000 ROWS 1000
SET search_path = ''
SET jit = off
SET plan_cache_mode = force_generic_plan
AS $$
#variable_conflict use_column
DECLARE
    read_ids CONSTANT bigint[] := auth.readable_units(unit_ids);
BEGIN
    RETURN QUERY
    WITH midnight AS MATERIALIZED (
        SELECT
            z.time_zone,
            schedule.local_instant(local_day::timestamp, z.time_zone) AS day_start,
            schedule.local_instant((local_day + 1)::timestamp, z.time_zone) AS day_end
        FROM (
            SELECT DISTINCT s.time_zone
            FROM schedule.coverage_requirement AS r
            JOIN org.site AS s ON s.site_id = r.site_id
            WHERE r.unit_id = ANY(read_ids)
        ) AS z
    ),
    requirement_day AS MATERIALIZED (
        SELECT
            r.coverage_requirement_id,
            r.unit_id,
            r.site_id,
            m.day_start,
            m.day_end
        FROM schedule.coverage_requirement AS r
        JOIN org.site AS s ON s.site_id = r.site_id
        JOIN midnight AS m ON m.time_zone = s.time_zone
        WHERE r.unit_id = ANY(read_ids) AND m.day_start < m.day_end
    )
    SELECT
        d.unit_id,
        d.site_id,
        c.requirement_id,
        greatest(c.starts_at, d.day_start),
        least(c.ends_at, d.day_end),
        c.required,
        c.available,
        c.missing
    FROM (SELECT min(m.day_start) AS starts_at, max(m.day_end) AS ends_at FROM midnight AS m) AS w
    CROSS JOIN LATERAL schedule.coverage_pieces(read_ids, w.starts_at, w.ends_at) AS c
    JOIN requirement_day AS d ON d.coverage_requirement_id = c.requirement_id
    WHERE w.starts_at IS NOT NULL AND c.starts_at < d.day_end AND c.ends_at > d.day_start;
END;
$$;
COMMENT ON FUNCTION reporting.coverage_day(bigint[], date) IS
'The coverage of some units'' own requirements, as far as the acting account reads them, on one local day of their sites,
cut to it; counted as in schedule.coverage.';
GRANT EXECUTE ON FUNCTION reporting.coverage_day(bigint[], date) TO strata_bi;
