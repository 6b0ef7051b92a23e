CREATE FUNCTION approval.shortages(adjustments schedule.adjustment[], cancelled bigint[]) RETURNS jsonb
LANGUAGE sql STABLE
SET search_path = ''
BEGIN ATOMIC
    SELECT jsonb_agg(
        api.fault('', format('%s of %s people would be there.', l.available_after, l.required))
        || jsonb_build_object(
            'requirement_id', l.requirement_id,
            'unit', u.name,
            'start', replace((l.starts_at AT TIME ZONE 'UTC')::text, ' ', 'T') || 'Z',
            'end', replace((l.ends_at AT TIME ZONE 'UTC')::text, ' ', 'T') || 'Z',
            'required', l.required,
            'available', l.available_after,
            'missing', l.missing_after
        )
        ORDER BY l.starts_at, l.requirement_id
    )
    FROM approval.coverage_losses(
        shortages.adjustments,
        ARRAY(
            SELECT a.adjustment_id FROM schedule.adjustment AS a
            WHERE a.request_id = ANY(shortages.cancelled) AND a.state = 'approved'
        )
    ) AS l
    JOIN schedule.coverage_requirement AS c ON c.coverage_requirement_id = l.requirement_id
    JOIN org.unit AS u ON u.unit_id = c.unit_id;
END;
COMMENT ON FUNCTION approval.shortages(schedule.adjustment[], bigint[]) IS
'The coverage requirements of which more people would be missing with these adjustments and without what the cancelled requests
hold, as faults with requirement_id, unit, start, end, required, available, missing. Null: none.';
