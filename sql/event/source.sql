-- Which things of the API a changed row belongs to. Tables that are not here have nothing that a client reads.
CREATE VIEW event.source WITH (security_invoker = TRUE) AS
SELECT
    s.relation,
    s.kind,
    s.family,
    s.key
FROM (
    VALUES
    ('schedule.adjustment', 'adjustment', 'schedule', NULL),
    ('schedule.contract', 'contract', 'schedule', NULL),
    ('schedule.duty', 'duty', 'schedule', NULL),
    ('schedule.request', 'request', 'approval', NULL),
    ('schedule.adjustment', 'request', 'approval', 'request_id'),
    ('schedule.cancellation', 'request', 'approval', 'request_id'),
    ('approval.step', 'request', 'approval', 'request_id'),
    ('approval.decision', 'request', 'approval', 'request_id'),
    ('approval.open_shift', 'open_shift', 'approval', NULL),
    ('approval.open_shift_taker', 'open_shift', 'approval', 'open_shift_id'),
    ('approval.delegation', 'delegation', 'approval', NULL),
    ('org.staff', 'staff', 'staff', NULL),
    ('org.membership', 'staff', 'staff', 'staff_id'),
    ('org.secondment', 'staff', 'staff', 'staff_id'),
    ('org.unit', 'unit', 'settings', NULL),
    ('org.site', 'site', 'settings', NULL),
    ('org.holiday', 'holiday', 'settings', NULL),
    ('org.activity', 'activity', 'settings', NULL),
    ('org.settings', 'settings', 'settings', NULL),
    ('schedule.pattern', 'pattern', 'settings', NULL),
    ('schedule.pattern_line', 'pattern', 'settings', 'pattern_id'),
    ('schedule.preset', 'preset', 'settings', NULL),
    ('schedule.preset_line', 'preset', 'settings', 'preset_id'),
    ('schedule.coverage_requirement', 'coverage_requirement', 'settings', NULL),
    ('schedule.coverage_requirement_activity', 'coverage_requirement', 'settings', 'coverage_requirement_id'),
    ('approval.rule', 'approval_rule', 'settings', NULL),
    ('approval.rule_step', 'approval_rule', 'settings', 'rule_id'),
    ('auth.account', 'account', 'settings', NULL),
    ('auth.role_grant', 'grant', 'settings', NULL),
    ('import.profile', 'import_profile', 'settings', NULL),
    ('event.webhook', 'webhook', 'settings', NULL)
) AS s (relation, kind, family, key);
COMMENT ON VIEW event.source IS 'The tables whose changes clients hear of.';
COMMENT ON COLUMN event.source.relation IS 'The table, with its schema.';
COMMENT ON COLUMN event.source.kind IS 'Kind of the thing.';
COMMENT ON COLUMN event.source.family IS 'First part of the type of its events.';
COMMENT ON COLUMN event.source.key IS 'The column that has the id of the thing; null: the row is the thing itself.';
