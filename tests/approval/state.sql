-- Everything that is stored of requests; instants as minutes since the epoch.
SELECT jsonb_agg(
    jsonb_build_object(
        'id', r.request_id,
        'state', r.state,
        'version', (extract(EPOCH FROM r.recorded_from) * 1000000)::bigint,
        'decided_by', r.decided_by,
        'adjustments', (
            SELECT
                jsonb_agg(
                    jsonb_build_array(
                        a.staff_id, c.code, extract(EPOCH FROM a.starts_at)::bigint / 60, extract(EPOCH FROM a.ends_at)::bigint / 60,
                        a.state
                    )
                )
            FROM schedule.adjustment AS a
            JOIN org.activity AS c ON c.activity_id = a.activity_id
            WHERE a.request_id = r.request_id
        ),
        'cancels', (SELECT jsonb_agg(c.cancelled_id) FROM schedule.cancellation AS c WHERE c.request_id = r.request_id),
        'steps', (
            SELECT jsonb_agg(
                jsonb_build_object(
                    'deciders', s.deciders,
                    'quorum', s.quorum,
                    'unit_id', s.unit_id,
                    'accounts', s.account_ids,
                    'state', s.state,
                    'timed', s.deadline IS NOT NULL,
                    'escalations', s.escalations,
                    'decisions', (
                        SELECT jsonb_agg(jsonb_build_array(d.account_id, d.on_behalf_of, d.verdict) ORDER BY d.decision_id)
                        FROM approval.decision AS d
                        WHERE d.step_id = s.step_id
                    )
                )
                ORDER BY s.place
            )
            FROM approval.step AS s
            WHERE s.request_id = r.request_id
        ),
        'audit', (
            SELECT jsonb_agg(jsonb_build_array(e.old ->> 'state', e.new ->> 'state') ORDER BY e.entry_id)
            FROM audit.entry AS e
            WHERE e.relation = 'schedule.request' AND e.row_key = r.request_id::text
        )
    )
)
FROM schedule.request AS r
