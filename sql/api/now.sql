CREATE FUNCTION api.now(unit bigint DEFAULT NULL) RETURNS json
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = ''
SET plan_cache_mode = force_generic_plan
SET enable_nestloop = off
AS $$
DECLARE
    acting CONSTANT bigint := auth.require_account();
    at CONSTANT timestamptz := date_trunc('minute', now(), 'UTC');
    horizon CONSTANT timestamptz := at + interval '1 day';
    items json;
BEGIN
    WITH present AS MATERIALIZED (
        SELECT p.staff_id
        FROM schedule.presence(org.required_subtree(unit), at, at + interval '1 minute') AS p
    )
    SELECT json_agg(
        json_build_object(
            'staff_id', w.staff_id,
            'employee_number', w.employee_number,
            'name', w.name,
            'unit_id', w.unit_id,
            'activity', a.code,
            'until', CASE
                WHEN least(s.ends_at, v.ends_at) < horizon
                    THEN replace((least(s.ends_at, v.ends_at) AT TIME ZONE 'UTC')::text, ' ', 'T') || 'Z'
            END
        )
        ORDER BY w.place
    ) INTO items
    FROM present AS p
    JOIN schedule.people(unit, NULL, at, at + interval '1 minute')
    WITH ORDINALITY AS w (staff_id, employee_number, name, unit_id, place) ON w.staff_id = p.staff_id
    JOIN auth.visible_time(ARRAY(SELECT q.staff_id FROM present AS q), at, horizon) AS v
        ON v.staff_id = p.staff_id AND v.starts_at <= at
    JOIN schedule.effective_segments((SELECT array_agg(q.staff_id) FROM present AS q), at, horizon) AS s
        ON s.staff_id = p.staff_id AND s.starts_at <= at
    JOIN org.shown_activities() AS a
        ON a.activity_id = s.activity_id AND a.confidential = v.confidential AND a.available;
    RETURN json_build_object(
        'at', replace((at AT TIME ZONE 'UTC')::text, ' ', 'T') || 'Z', 'items', coalesce(items, '[]')
    );
END;
$$;
COMMENT ON FUNCTION api.now(bigint) IS
'Who is available in the minute that is running (at, UTC): people whose segment has an available activity.
unit: those counted in this unit and those below it. until: the end of that segment, as far
as the account sees the person, null when it lies more than a day ahead.
Answer: now.
Problems: not-found.';
GRANT EXECUTE ON FUNCTION api.now(bigint) TO strata_user;
