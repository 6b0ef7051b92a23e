CREATE FUNCTION approval.shortages(request schedule.request) RETURNS jsonb
LANGUAGE sql STABLE
SET search_path = ''
BEGIN ATOMIC
    SELECT
        jsonb_agg(
            CASE
                WHEN
                    (SELECT auth.readable_units(NULL)) IS NULL
                    OR c.unit_id = any((SELECT auth.readable_units(NULL))::bigint[])
                    THEN
                        api.fault('', format('%s of %s people would be there.', l.available_after, l.required))
                        || jsonb_build_object(
                            'requirement_id', l.requirement_id,
                            'unit', u.name,
                            'required', l.required,
                            'available', l.available_after,
                            'missing', l.missing_after
                        )
                -- Of a unit that is nobody's business here only that it is so.
                ELSE api.fault('', 'More people would be missing.')
            END
            || jsonb_build_object(
                'start', replace((l.starts_at AT TIME ZONE 'UTC')::text, ' ', 'T') || 'Z',
                'end', replace((l.ends_at AT TIME ZONE 'UTC')::text, ' ', 'T') || 'Z'
            )
            ORDER BY l.starts_at, l.requirement_id
        )
    FROM approval.proposal(shortages.request) AS p
    CROSS JOIN LATERAL approval.coverage_losses(p.proposed, p.cancelled) AS l
    INNER JOIN schedule.coverage_requirement AS c ON l.requirement_id = c.coverage_requirement_id
    INNER JOIN org.unit AS u ON c.unit_id = u.unit_id;
END;
COMMENT ON FUNCTION approval.shortages(schedule.request) IS
'The coverage requirements of which more people would be missing if an undecided request were approved, as faults with start and end,
and, of units that the acting account reads, requirement_id, unit, required, available, missing. Null: none.';
