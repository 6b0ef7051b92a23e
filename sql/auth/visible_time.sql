CREATE FUNCTION auth.visible_time(staff_ids bigint[], window_start timestamptz, window_end timestamptz)
RETURNS TABLE (staff_id bigint, starts_at timestamptz, ends_at timestamptz, confidential boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 300
SET search_path = ''
SET plan_cache_mode = force_generic_plan
AS $$
#variable_conflict use_column
DECLARE
    zone CONSTANT text := (SELECT g.time_zone FROM org.settings AS g);
    first_day CONSTANT date := (window_start AT TIME ZONE zone)::date;
    end_day CONSTANT date := ((window_end - interval '1 minute') AT TIME ZONE zone)::date + 1;
BEGIN
    RETURN QUERY
    SELECT
        v.staff_id,
        CASE
            WHEN v.from_day = first_day THEN window_start
            ELSE schedule.local_instant(v.from_day::timestamp, zone)
        END,
        CASE
            WHEN v.to_day = end_day THEN window_end
            ELSE schedule.local_instant(v.to_day::timestamp, zone)
        END,
        v.confidential
    FROM auth.visible_dates(staff_ids, first_day, end_day) AS v;
END;
$$;
COMMENT ON FUNCTION auth.visible_time(bigint[], timestamptz, timestamptz) IS
'auth.visible_dates for a window of instants, cut to it; dates begin in the organisation''s zone.';
