-- Who counts for a unit, and when: where a secondment or else the membership puts a person, cut to a window.
CREATE FUNCTION schedule.presence(unit bigint, window_start timestamptz, window_end timestamptz)
RETURNS TABLE (staff_id bigint, starts_at timestamptz, ends_at timestamptz)
LANGUAGE plpgsql STABLE ROWS 300
SET search_path = ''
SET plan_cache_mode = force_generic_plan
AS $$
#variable_conflict use_column
DECLARE
    zone CONSTANT text := (SELECT g.time_zone FROM org.settings AS g);
    days CONSTANT daterange := daterange(
        (window_start AT TIME ZONE zone)::date, ((window_end - interval '1 minute') AT TIME ZONE zone)::date, '[]'
    );
    subtree CONSTANT bigint[] := org.required_subtree(unit);
BEGIN
    RETURN QUERY
    SELECT
        a.staff_id,
        CASE
            WHEN lower(a.valid) <= lower(days) THEN window_start
            ELSE schedule.local_instant(lower(a.valid)::timestamp, zone)
        END,
        CASE
            WHEN upper(a.valid) < upper(days) THEN schedule.local_instant(upper(a.valid)::timestamp, zone)
            ELSE window_end
        END
    FROM org.assignment AS a
    WHERE a.valid && days AND (unit IS NULL OR a.unit_id = ANY(subtree));
END;
$$;
COMMENT ON FUNCTION schedule.presence(bigint, timestamptz, timestamptz) IS
'The people who count for a unit''s subtree (null: for any unit) and the parts of the window in which they do. Dates
are read in the organisation''s zone. Errors: ST004 for an unknown unit.';
