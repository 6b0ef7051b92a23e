-- The tables whose rows make up one thing, and how its id is found in them: a change of any of these rows is a change of the
-- thing.
CREATE VIEW api.history_table WITH (security_invoker = TRUE) AS
SELECT
    t.noun,
    t.schema_name,
    t.table_name,
    t.key
FROM (
    VALUES
    ('unit', 'org', 'unit', 'unit_id'),
    ('site', 'org', 'site', 'site_id'),
    ('holiday', 'org', 'holiday', 'holiday_id'),
    ('activity', 'org', 'activity', 'activity_id'),
    ('staff', 'org', 'staff', 'staff_id'),
    ('staff', 'org', 'membership', 'staff_id'),
    ('membership', 'org', 'membership', 'membership_id'),
    ('secondment', 'org', 'secondment', 'secondment_id'),
    ('settings', 'org', 'settings', 'singleton::integer'),
    ('pattern', 'schedule', 'pattern', 'pattern_id'),
    ('pattern', 'schedule', 'pattern_line', 'pattern_id'),
    ('contract', 'schedule', 'contract', 'contract_id'),
    ('preset', 'schedule', 'preset', 'preset_id'),
    ('preset', 'schedule', 'preset_line', 'preset_id'),
    ('duty', 'schedule', 'duty', 'duty_id'),
    ('account', 'auth', 'account', 'account_id'),
    ('grant', 'auth', 'role_grant', 'grant_id'),
    ('import_profile', 'import', 'profile', 'profile_id'),
    ('coverage_requirement', 'schedule', 'coverage_requirement', 'coverage_requirement_id'),
    ('coverage_requirement', 'schedule', 'coverage_requirement_activity', 'coverage_requirement_id'),
    ('request', 'schedule', 'request', 'request_id'),
    ('request', 'schedule', 'adjustment', 'request_id'),
    ('request', 'schedule', 'cancellation', 'request_id'),
    ('request', 'approval', 'step', 'request_id'),
    ('request', 'approval', 'decision', 'request_id'),
    ('adjustment', 'schedule', 'adjustment', 'adjustment_id'),
    ('open_shift', 'approval', 'open_shift', 'open_shift_id'),
    ('open_shift', 'approval', 'open_shift_taker', 'open_shift_id'),
    ('approval_rule', 'approval', 'rule', 'rule_id'),
    ('approval_rule', 'approval', 'rule_step', 'rule_id'),
    ('delegation', 'approval', 'delegation', 'delegation_id'),
    ('webhook', 'event', 'webhook', 'webhook_id')
) AS t (noun, schema_name, table_name, key);
COMMENT ON VIEW api.history_table IS 'Where the history of a thing is looked for.';
COMMENT ON COLUMN api.history_table.noun IS 'Kind of the thing.';
COMMENT ON COLUMN api.history_table.schema_name IS 'Schema of the table.';
COMMENT ON COLUMN api.history_table.table_name IS 'The table; its superseded rows are in the one with _history behind its name.';
COMMENT ON COLUMN api.history_table.key IS 'Expression over its columns that is the id of the thing.';
