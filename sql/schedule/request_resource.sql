CREATE VIEW schedule.request_resource WITH (security_invoker = TRUE) AS
SELECT
    r.request_id AS id,
    r.state,
    r.staff_id,
    r.reason,
    (
        SELECT
            jsonb_agg(
                jsonb_build_object(
                    'id', j.id,
                    'activity', j.activity,
                    'start', j.start,
                    'end', j."end",
                    'state', j.state,
                    'note', j.note
                )
                ORDER BY j.start, j.id
            )
        FROM schedule.adjustment_resource AS j
        WHERE j.request_id = r.request_id
    ) AS adjustments,
    (extract(EPOCH FROM r.recorded_from) * 1000000)::bigint AS version
FROM schedule.request_known AS r;
COMMENT ON VIEW schedule.request_resource IS 'Requests as the API shows them, each with its adjustments in order of time.';
