CREATE FUNCTION approval.body_of(request schedule.request) RETURNS jsonb
LANGUAGE sql STABLE
SET search_path = ''
BEGIN ATOMIC
    SELECT jsonb_strip_nulls(jsonb_build_object(
        'staff_id', (body_of.request).staff_id,
        'reason', (body_of.request).reason,
        'on_conflict', (body_of.request).on_conflict,
        'deadline', replace(((body_of.request).deadline AT TIME ZONE 'UTC')::text, ' ', 'T') || 'Z',
        'preset_id', (body_of.request).preset_id,
        'swap', CASE WHEN (body_of.request).kind = 'swap' THEN jsonb_build_object(
            'staff_id', (body_of.request).partner_id,
            'parts', (
                SELECT
                    jsonb_agg(jsonb_build_object(
                        'start', replace((lower(p) AT TIME ZONE 'UTC')::text, ' ', 'T') || 'Z',
                        'end', replace((upper(p) AT TIME ZONE 'UTC')::text, ' ', 'T') || 'Z'
                    ))
                FROM unnest((body_of.request).swapped) AS p
            )
        ) END,
        'adjustments', CASE WHEN (body_of.request).kind <> 'swap' THEN (
            SELECT
                jsonb_agg(
                    jsonb_build_object('activity', j.activity, 'start', j.start, 'end', j."end", 'note', j.note)
                    ORDER BY j.start, j.id
                )
            FROM schedule.adjustment_resource AS j
            WHERE j.request_id = (body_of.request).request_id
        ) END,
        'cancels', (
            SELECT jsonb_agg(c.cancelled_id ORDER BY c.cancellation_id)
            FROM schedule.cancellation AS c
            WHERE c.request_id = (body_of.request).request_id
        )
    ));
END;
COMMENT ON FUNCTION approval.body_of(schedule.request) IS 'The body that would ask for what a request asks for.';
