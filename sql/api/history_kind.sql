-- What has a history to be read: every noun of the API, requests, adjustments and offered shifts.
CREATE VIEW api.history_kind WITH (security_invoker = TRUE) AS
SELECT
    r.noun,
    r.collection,
    CASE r.noun WHEN 'staff' THEN 'org.staff_record' ELSE r.relation END AS relation
FROM api.resource AS r
UNION ALL
VALUES
('request', 'requests', 'schedule.request_resource'),
('adjustment', 'adjustments', 'schedule.adjustment_resource'),
('open_shift', 'open-shifts', 'approval.open_shift_resource');
COMMENT ON VIEW api.history_kind IS 'The kinds of things that GET /v1/history knows.';
COMMENT ON COLUMN api.history_kind.noun IS 'Name of one of them.';
COMMENT ON COLUMN api.history_kind.collection IS 'Their segment in paths.';
COMMENT ON COLUMN api.history_kind.relation IS 'The view that shows one: id, the fields, version.';
