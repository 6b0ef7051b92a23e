CREATE FUNCTION approval.difference(proposed schedule.adjustment[], cancelled bigint[]) RETURNS jsonb
LANGUAGE plpgsql STABLE
SET search_path = ''
SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
    read_ids CONSTANT bigint[] := auth.readable_units(NULL);
    staff jsonb;
    coverage jsonb;
BEGIN
    IF (
        SELECT sum(ceil(extract(EPOCH FROM t.ends_at - t.starts_at) / 86400))
        FROM approval.changed_time(proposed, cancelled) AS t
    ) > 1100 THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST001', MESSAGE = 'A preview is of at most 1100 days in all.', COLUMN = 'adjustments';
    END IF;
    SELECT coalesce(jsonb_agg(p.person ORDER BY p.staff_id), '[]') INTO STRICT staff
    FROM (
        SELECT
            c.staff_id,
            jsonb_build_object('staff_id', c.staff_id, 'contracted_minutes', max(c.contracted_minutes), 'changes', c.changes)
            || jsonb_object_agg(c.stage, jsonb_build_object(
                'worked_minutes', c.worked_minutes,
                'absent_minutes', c.absent_minutes,
                'available_minutes', c.available_minutes,
                'segments', c.segments
            )) AS person
        FROM approval.compared_people(proposed, cancelled) AS c
        GROUP BY c.staff_id, c.changes
    ) AS p;
    SELECT coalesce(jsonb_agg(
        jsonb_build_object(
            'requirement_id', c.requirement_id,
            'start', replace((c.starts_at AT TIME ZONE 'UTC')::text, ' ', 'T') || 'Z',
            'end', replace((c.ends_at AT TIME ZONE 'UTC')::text, ' ', 'T') || 'Z',
            'required', c.required,
            'available_before', c.available_before,
            'available_after', c.available_after,
            'missing_before', c.missing_before,
            'missing_after', c.missing_after
        )
        ORDER BY c.starts_at, c.requirement_id
    ), '[]') INTO STRICT coverage
    FROM approval.coverage_changes(proposed, cancelled) AS c
    JOIN schedule.coverage_requirement AS r ON r.coverage_requirement_id = c.requirement_id
    WHERE read_ids IS NULL OR r.unit_id = ANY(read_ids);
    RETURN jsonb_build_object('staff', staff, 'coverage', coverage);
END;
$$;
COMMENT ON FUNCTION approval.difference(schedule.adjustment[], bigint[]) IS
'What would be different if the proposed adjustments stood and the cancelled ones did not: {staff, coverage}, as the acting account may
see it. staff: segments and minutes of each person concerned before and after, on the local days of the organisation on which
something changes. coverage: where the number of people that a requirement counts changes, of units that the account reads.
Errors: ST001 for more than 1100 days.';
