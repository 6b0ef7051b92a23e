-- Who counts for which unit, and when: where a secondment or else the membership puts a person, cut to a window. The same
-- rule as org.assignment, for a window and as known at an instant.
CREATE FUNCTION schedule.presence(
    unit_ids bigint[],
    window_start timestamptz,
    window_end timestamptz,
    known_at timestamptz DEFAULT 'infinity'
)
RETURNS TABLE (staff_id bigint, unit_id bigint, starts_at timestamptz, ends_at timestamptz)
LANGUAGE plpgsql STABLE ROWS 300
SET search_path = ''
SET plan_cache_mode = force_generic_plan
AS $$
#variable_conflict use_column
DECLARE
    zone CONSTANT text := (
        SELECT v.time_zone
        FROM org.settings_version AS v
        WHERE
            v.recorded_from <= known_at
            AND (v.superseded IS NULL OR (known_at < 'infinity' AND v.superseded @> known_at))
    );
    days CONSTANT daterange := daterange(
        (window_start AT TIME ZONE zone)::date, ((window_end - interval '1 minute') AT TIME ZONE zone)::date, '[]'
    );
BEGIN
    RETURN QUERY
    WITH lent AS MATERIALIZED (
        SELECT
            v.staff_id,
            v.unit_id,
            v.valid
        FROM org.secondment_version AS v
        WHERE
            v.valid && days
            AND v.recorded_from <= known_at
            AND (v.superseded IS NULL OR (known_at < 'infinity' AND v.superseded @> known_at))
    ),
    away AS MATERIALIZED (
        SELECT
            l.staff_id,
            range_agg(l.valid) AS valid
        FROM lent AS l
        GROUP BY l.staff_id
    ),
    stay AS (
        SELECT
            l.staff_id,
            l.unit_id,
            l.valid
        FROM lent AS l
        WHERE unit_ids IS NULL OR l.unit_id = ANY(unit_ids)
        UNION ALL
        SELECT
            m.staff_id,
            m.unit_id,
            h.valid
        FROM org.membership_version AS m
        LEFT JOIN away AS a ON a.staff_id = m.staff_id
        CROSS JOIN LATERAL unnest(datemultirange(m.valid) - coalesce(a.valid, '{}')) AS h (valid)
        WHERE
            (unit_ids IS NULL OR m.unit_id = ANY(unit_ids))
            AND m.valid && days
            AND m.recorded_from <= known_at
            AND (m.superseded IS NULL OR (known_at < 'infinity' AND m.superseded @> known_at))
            AND h.valid && days
    )
    SELECT
        s.staff_id,
        s.unit_id,
        CASE
            WHEN lower(s.valid) <= lower(days) THEN window_start
            ELSE schedule.local_instant(lower(s.valid)::timestamp, zone)
        END,
        CASE
            WHEN upper(s.valid) < upper(days) THEN schedule.local_instant(upper(s.valid)::timestamp, zone)
            ELSE window_end
        END
    FROM stay AS s;
END;
$$;
COMMENT ON FUNCTION schedule.presence(bigint[], timestamptz, timestamptz, timestamptz) IS
'The people who count for one of the units (null: for any) and the parts of the window in which they do, as known at an
instant (default: now). Dates are read in the organisation''s zone. A person counts for one unit at a time.';
