-- Who may write a resource, by what it belongs to. All rules of a noun whose field has a value must be kept by the
-- resource as it was and as it becomes; where none has a value, or a noun has no rule, only an administrator of the whole
-- organisation writes.
CREATE VIEW auth.write_rule WITH (security_invoker = TRUE) AS
SELECT
    r.noun,
    r.field,
    r.belongs_to,
    r.role,
    r.constraint_name
FROM (
    VALUES
    ('unit', 'parent_id', 'unit', 'admin', 'unit_parent_exists'),
    ('staff', 'id', 'person', 'manager', 'membership_staff_exists'),
    ('staff', 'unit_id', 'unit', 'manager', 'membership_unit_exists'),
    ('membership', 'staff_id', 'person', 'manager', 'membership_staff_exists'),
    ('membership', 'unit_id', 'unit', 'manager', 'membership_unit_exists'),
    ('secondment', 'staff_id', 'person', 'manager', 'secondment_staff_exists'),
    ('secondment', 'unit_id', 'unit', 'viewer', 'secondment_unit_exists'),
    ('contract', 'staff_id', 'person', 'manager', 'contract_staff_exists'),
    ('duty', 'staff_id', 'person', 'manager', 'duty_staff_exists'),
    ('duty', 'unit_id', 'unit', 'viewer', 'duty_unit_exists'),
    ('preset', 'staff_id', 'person', 'staff', 'preset_staff_exists'),
    ('preset', 'unit_id', 'unit', 'manager', 'preset_unit_exists'),
    ('coverage_requirement', 'unit_id', 'unit', 'manager', 'coverage_requirement_unit_exists'),
    ('grant', 'unit_id', 'unit', 'admin', 'role_grant_unit_exists'),
    ('approval_rule', 'unit_id', 'unit', 'admin', 'rule_unit_exists'),
    ('delegation', 'account_id', 'account', 'admin', 'delegation_account_exists')
) AS r (noun, field, belongs_to, role, constraint_name);
COMMENT ON VIEW auth.write_rule IS 'Which role writes which resources, on what they belong to.';
COMMENT ON COLUMN auth.write_rule.noun IS 'Noun of the API.';
COMMENT ON COLUMN auth.write_rule.field IS 'Field that says what the resource belongs to.';
COMMENT ON COLUMN auth.write_rule.belongs_to IS
'unit: the role is needed on that unit; person: on the home unit of that person, and staff is enough for oneself; '
'account: only that account itself, and an administrator of the whole organisation.';
COMMENT ON COLUMN auth.write_rule.role IS 'The least role.';
COMMENT ON COLUMN auth.write_rule.constraint_name IS
'The foreign key that speaks where the account may not know of the unit or person: as if there were none.';
