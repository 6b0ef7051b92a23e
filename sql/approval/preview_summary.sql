CREATE FUNCTION approval.preview_summary(request_id bigint) RETURNS jsonb
LANGUAGE plpgsql STABLE
SET search_path = ''
SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
    read_ids CONSTANT bigint[] := auth.readable_units(NULL);
    proposal record;
    summary jsonb;
BEGIN
    SELECT p.* INTO proposal
    FROM schedule.request AS r
    CROSS JOIN LATERAL approval.proposal(r) AS p
    WHERE r.request_id = preview_summary.request_id AND r.state IN ('draft', 'pending');
    IF NOT FOUND OR (
        SELECT sum(ceil(extract(EPOCH FROM t.ends_at - t.starts_at) / 86400))
        FROM approval.changed_time(proposal.proposed, proposal.cancelled) AS t
    ) > 1100 THEN
        RETURN NULL;
    END IF;
    SELECT jsonb_object_agg(c.stage, c.minutes) INTO STRICT summary
    FROM (
        SELECT
            p.stage,
            jsonb_build_object(
                'worked_minutes', sum(p.worked_minutes),
                'absent_minutes', sum(p.absent_minutes),
                'available_minutes', sum(p.available_minutes)
            ) AS minutes
        FROM approval.compared_people(proposal.proposed, proposal.cancelled) AS p
        GROUP BY p.stage
    ) AS c;
    RETURN summary || jsonb_build_object('shortages', (
        SELECT coalesce(jsonb_agg(
            jsonb_build_object(
                'requirement_id', c.requirement_id,
                'start', replace((c.starts_at AT TIME ZONE 'UTC')::text, ' ', 'T') || 'Z',
                'end', replace((c.ends_at AT TIME ZONE 'UTC')::text, ' ', 'T') || 'Z',
                'required', c.required,
                'available', c.available_after,
                'missing', c.missing_after
            )
            ORDER BY c.starts_at, c.requirement_id
        ), '[]')
        FROM approval.coverage_losses(proposal.proposed, proposal.cancelled) AS c
        JOIN schedule.coverage_requirement AS r ON r.coverage_requirement_id = c.requirement_id
        WHERE read_ids IS NULL OR r.unit_id = ANY(read_ids)
    ));
END;
$$;
COMMENT ON FUNCTION approval.preview_summary(bigint) IS
'What an undecided request would change, in short: {before, after: {worked_minutes, absent_minutes, available_minutes}, shortages}, of
all people concerned together on the days on which something changes, as the acting account may see it; shortages: where more people
would be missing of a coverage requirement. Null for a decided or unknown request, and for more than 1100 days.';
