CREATE VIEW schedule.request_resource WITH (security_invoker = TRUE) AS
SELECT
    r.request_id AS id,
    r.state,
    r.kind,
    r.staff_id,
    r.partner_id,
    r.reason,
    r.on_conflict,
    r.preset_id,
    replace((r.deadline AT TIME ZONE 'UTC')::text, ' ', 'T') || 'Z' AS deadline,
    r.automatic,
    r.rule_ids,
    r.requested_by,
    replace((r.requested_at AT TIME ZONE 'UTC')::text, ' ', 'T') || 'Z' AS requested_at,
    r.decided_by,
    r.decided_on_behalf_of,
    replace((r.decided_at AT TIME ZONE 'UTC')::text, ' ', 'T') || 'Z' AS decided_at,
    r.decision_comment,
    (
        SELECT
            coalesce(
                jsonb_agg(
                    jsonb_build_object(
                        'id', j.id,
                        'staff_id', j.staff_id,
                        'activity', j.activity,
                        'start', j.start,
                        'end', j."end",
                        'state', j.state,
                        'note', j.note
                    )
                    ORDER BY j.start, j.id
                ),
                '[]'
            )
        FROM schedule.adjustment_resource AS j
        WHERE j.request_id = r.request_id
    ) AS adjustments,
    array(
        SELECT c.cancelled_id
        FROM schedule.cancellation_known AS c
        WHERE c.request_id = r.request_id
        ORDER BY c.cancellation_id
    ) AS cancels,
    array(
        SELECT c.request_id
        FROM schedule.cancellation_known AS c
        INNER JOIN schedule.request_known AS o ON c.request_id = o.request_id
        WHERE c.cancelled_id = r.request_id AND o.state IN ('draft', 'pending', 'approved')
        ORDER BY c.request_id
    ) AS cancelled_by,
    (
        SELECT
            coalesce(
                jsonb_agg(
                    jsonb_build_object(
                        'place', s.place,
                        'deciders', s.deciders,
                        'quorum', s.quorum,
                        'unit_id', s.unit_id,
                        'account_ids', s.account_ids,
                        'state', s.state,
                        'deadline', replace((s.deadline AT TIME ZONE 'UTC')::text, ' ', 'T') || 'Z',
                        'escalations', s.escalations,
                        'decisions', (
                            SELECT
                                coalesce(
                                    jsonb_agg(
                                        jsonb_build_object(
                                            'verdict', d.verdict,
                                            'account_id', d.account_id,
                                            'on_behalf_of', d.on_behalf_of,
                                            'consent', d.consent,
                                            'comment', d.comment,
                                            'decided_at', replace((d.decided_at AT TIME ZONE 'UTC')::text, ' ', 'T') || 'Z'
                                        )
                                        ORDER BY d.decision_id
                                    ),
                                    '[]'
                                )
                            FROM approval.decision_known AS d
                            WHERE d.step_id = s.step_id
                        )
                    )
                    ORDER BY s.place
                ),
                '[]'
            )
        FROM approval.step_known AS s
        WHERE s.request_id = r.request_id
    ) AS steps,
    CASE WHEN r.kind = 'swap' THEN jsonb_build_object(
        'staff_id', r.partner_id,
        'parts', (
            SELECT
                jsonb_agg(
                    jsonb_build_object(
                        'start', replace((lower(p) AT TIME ZONE 'UTC')::text, ' ', 'T') || 'Z',
                        'end', replace((upper(p) AT TIME ZONE 'UTC')::text, ' ', 'T') || 'Z'
                    )
                    ORDER BY p
                )
            FROM unnest(r.swapped) AS p
        )
    ) END AS swap,
    (extract(EPOCH FROM r.recorded_from) * 1000000)::bigint AS version
FROM schedule.request_known AS r;
COMMENT ON VIEW schedule.request_resource IS
'Requests as the API shows them: each with its adjustments in order of time, what it cancels, and its steps with their decisions.
Instants are text, in UTC. version: microseconds; grows with every change of the request, its steps and its decisions.';
