-- The minutes of some units from a local date up to another, against what the contracts ask for: one call for all people.
-- Contracted are the working minutes of the contract layer alone, after holidays. An absence counts in as far as it takes
-- contracted minutes: a day of leave is as long as the shift that it replaces.
CREATE FUNCTION reporting.units_hours(unit_ids bigint[], first_day date, end_day date)
RETURNS TABLE (
    staff_id bigint,
    unit_id bigint,
    site_id bigint,
    contracted_minutes integer,
    worked_minutes integer,
    absent_minutes integer,
    available_minutes integer
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
            row_number() OVER () AS span_id,
            p.*
        FROM reporting.person_spans(unit_ids, first_day, end_day) AS p
    ),
    asked AS MATERIALIZED (
        SELECT
            array_agg(DISTINCT p.staff_id) AS staff_ids,
            min(p.starts_at) AS starts_at,
            max(p.ends_at) AS ends_at
        FROM span AS p
    ),
    shown AS MATERIALIZED (
        SELECT
            a.activity_id,
            a.confidential,
            a.works,
            a.available,
            a.absent
        FROM org.shown_activities() AS a
    ),
    contracted AS MATERIALIZED (
        SELECT
            d.span_id,
            greatest(s.starts_at, d.starts_at) AS starts_at,
            least(s.ends_at, d.ends_at) AS ends_at
        FROM asked AS w
        CROSS JOIN LATERAL schedule.effective_segments(
            w.staff_ids, w.starts_at, w.ends_at, merged => FALSE
        ) AS s
        JOIN span AS d ON d.staff_id = s.staff_id AND s.starts_at < d.ends_at AND s.ends_at > d.starts_at
        JOIN shown AS v ON v.activity_id = s.activity_id AND v.confidential = d.confidential
        WHERE s.rank = 0 AND v.works
    ),
    effective AS MATERIALIZED (
        SELECT
            d.span_id,
            greatest(s.starts_at, d.starts_at) AS starts_at,
            least(s.ends_at, d.ends_at) AS ends_at,
            v.works,
            v.available,
            v.absent
        FROM asked AS w
        CROSS JOIN LATERAL schedule.effective_segments(w.staff_ids, w.starts_at, w.ends_at) AS s
        JOIN span AS d ON d.staff_id = s.staff_id AND s.starts_at < d.ends_at AND s.ends_at > d.starts_at
        JOIN shown AS v ON v.activity_id = s.activity_id AND v.confidential = d.confidential
    ),
    length AS (
        SELECT
            c.span_id,
            date_part('epoch', c.ends_at - c.starts_at) AS contracted,
            0 AS worked,
            0 AS absent,
            0 AS available
        FROM contracted AS c
        UNION ALL
        SELECT
            e.span_id,
            0,
            CASE WHEN e.works THEN date_part('epoch', e.ends_at - e.starts_at) ELSE 0 END,
            0,
            CASE WHEN e.available THEN date_part('epoch', e.ends_at - e.starts_at) ELSE 0 END
        FROM effective AS e
        WHERE e.works OR e.available
        UNION ALL
        SELECT
            e.span_id,
            0,
            0,
            date_part('epoch', least(e.ends_at, c.ends_at) - greatest(e.starts_at, c.starts_at)),
            0
        FROM effective AS e
        JOIN contracted AS c ON c.span_id = e.span_id AND c.starts_at < e.ends_at AND c.ends_at > e.starts_at
        WHERE e.absent
    )
    SELECT
        d.staff_id,
        d.unit_id,
        d.site_id,
        (coalesce(sum(l.contracted), 0) / 60)::integer,
        (coalesce(sum(l.worked), 0) / 60)::integer,
        (coalesce(sum(l.absent), 0) / 60)::integer,
        (coalesce(sum(l.available), 0) / 60)::integer
    FROM span AS d
    LEFT JOIN length AS l ON l.span_id = d.span_id
    GROUP BY d.staff_id, d.unit_id, d.site_id;
END;
$$;
COMMENT ON FUNCTION reporting.units_hours(bigint[], date, date) IS
'Contracted, worked, absent and available minutes of everybody counted in some units from a local date up to another, by person,
unit and site, as far as the acting account sees them; private activities as their public stand-in, but for those in the
person''s confidence.';
GRANT EXECUTE ON FUNCTION reporting.units_hours(bigint[], date, date) TO strata_bi;
