-- The effective schedule of some units on one local day, set-based: one call for all their people.
-- Only what the acting account may see leaves this function, and private activities as their public stand-in: a reader may
-- call it with any units.
CREATE FUNCTION reporting.units_day(unit_ids bigint[], local_day date)
RETURNS TABLE (
    staff_id bigint,
    unit_id bigint,
    site_id bigint,
    starts_at timestamptz,
    ends_at timestamptz,
    minutes integer,
    activity text,
    layer text,
    works boolean,
    available boolean,
    absent boolean
)
LANGUAGE plpgsql STABLE SECURITY DEFINER COST 1000000 ROWS 100000
SET search_path = ''
SET jit = off
SET plan_cache_mode = force_generic_plan
SET enable_nestloop = off
SET enable_mergejoin = off
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH span AS MATERIALIZED (
        SELECT
            p.staff_id,
            p.unit_id,
            p.site_id,
            p.starts_at,
            p.ends_at,
            p.confidential
        FROM reporting.person_spans(unit_ids, local_day, local_day + 1) AS p
    ),
    segment AS (
        SELECT
            d.staff_id,
            d.unit_id,
            d.site_id,
            greatest(s.starts_at, d.starts_at) AS starts_at,
            least(s.ends_at, d.ends_at) AS ends_at,
            s.activity_id,
            s.rank,
            d.confidential
        FROM (
            SELECT
                array_agg(p.staff_id) AS staff_ids,
                min(p.starts_at) AS starts_at,
                max(p.ends_at) AS ends_at
            FROM span AS p
        ) AS w
        CROSS JOIN LATERAL schedule.effective_segments(w.staff_ids, w.starts_at, w.ends_at) AS s
        JOIN span AS d ON d.staff_id = s.staff_id AND s.starts_at < d.ends_at AND s.ends_at > d.starts_at
    )
    SELECT
        s.staff_id,
        s.unit_id,
        s.site_id,
        s.starts_at,
        s.ends_at,
        (date_part('epoch', s.ends_at - s.starts_at) / 60)::integer,
        v.code,
        CASE WHEN s.rank = 0 THEN 'contract' ELSE 'adjustment' END,
        v.works,
        v.available,
        v.absent
    FROM segment AS s
    JOIN org.shown_activities() AS v ON v.activity_id = s.activity_id AND v.confidential = s.confidential;
END;
$$;
COMMENT ON FUNCTION reporting.units_day(bigint[], date) IS
'The effective segments of the people counted in some units on one of their local days, cut to it, as far as the
acting account sees them; private activities as their public stand-in, but for those in the person''s confidence.';
GRANT EXECUTE ON FUNCTION reporting.units_day(bigint[], date) TO strata_bi;
