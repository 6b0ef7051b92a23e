-- The nouns of the API. What holds for all of them is written once, over this list: each has a view that is read and
-- written (columns id, the fields of api.field, version), whose triggers keep the rules.
CREATE VIEW api.resource WITH (security_invoker = TRUE) AS
SELECT
    r.noun,
    r.collection,
    r.relation,
    r.title,
    r.filters,
    r.sorts,
    r.ends,
    r.end_function
FROM (
    VALUES
    (
        'unit', 'units', 'org.unit_resource', 'Units of the organisation',
        '{name,parent_id}'::text[], '{id,name,display_order}'::text[], FALSE, NULL
    ),
    (
        'site', 'sites', 'org.site_resource', 'Sites: places with a time zone and a holiday calendar',
        '{name,time_zone}', '{id,name}', FALSE, NULL
    ),
    (
        'holiday', 'holidays', 'org.holiday_resource', 'Holidays of the sites',
        '{site_id,day}', '{id,day,name}', FALSE, NULL
    ),
    (
        'activity', 'activities', 'org.activity_resource', 'Activities: what a segment of time can be',
        '{code,class}', '{id,code,name}', FALSE, NULL
    ),
    (
        'staff', 'staff', 'org.staff_resource', 'People who are scheduled',
        '{employee_number,unit}', '{id,employee_number,name}', FALSE, 'org.end_staff'
    ),
    (
        'membership', 'memberships', 'org.membership_resource', 'Memberships: the home units of people',
        '{staff_id,unit_id,unit,on}', '{id,staff_id,from}', TRUE, NULL
    ),
    (
        'secondment', 'secondments', 'org.secondment_resource', 'Secondments: people lent to other units',
        '{staff_id,unit_id,unit,on}', '{id,staff_id,from}', TRUE, NULL
    ),
    (
        'pattern', 'patterns', 'schedule.pattern_resource', 'Patterns: rotations of 1 to 366 days',
        '{name,days}', '{id,name}', FALSE, NULL
    ),
    (
        'contract', 'contracts', 'schedule.contract_resource', 'Contracts: what people normally work',
        '{staff_id,site_id,pattern_id,on}', '{id,staff_id,from}', TRUE, NULL
    ),
    (
        'preset', 'presets', 'schedule.preset_resource', 'Presets: named sets of adjustments',
        '{name,category,staff_id,unit_id}', '{id,name,display_order}', FALSE, NULL
    ),
    (
        'duty', 'duties', 'schedule.duty_resource', 'Duties: daily responsibilities of people',
        '{name,day,staff_id,unit_id}', '{id,day,name}', FALSE, NULL
    ),
    (
        'coverage_requirement', 'coverage-requirements', 'schedule.coverage_requirement_resource',
        'Coverage requirements: the least numbers of available people',
        '{unit_id,site_id,unit,on}', '{id,unit_id,from}', TRUE, NULL
    ),
    (
        'import_profile', 'import-profiles', 'import.profile_resource',
        'Import profiles: how the files of a source are read',
        '{name,kind}', '{id,name}', FALSE, NULL
    ),
    (
        'account', 'accounts', 'auth.account_resource', 'Accounts: people and machines that act',
        '{email,staff_id,active}', '{id,email,name}', FALSE, NULL
    ),
    (
        'grant', 'grants', 'auth.grant_resource', 'Grants: the roles of accounts on units',
        '{account_id,role,unit_id,unit}', '{id,account_id}', FALSE, NULL
    ),
    (
        'settings', 'settings', 'org.settings_resource', 'Settings of the organisation',
        '{}', '{}', FALSE, NULL
    ),
    (
        'approval_rule', 'approval-rules', 'approval.rule_resource',
        'Rules of approval: how what is asked for is decided',
        '{name,unit_id,activity,class,requester,unit,on}', '{id,name,priority,from}', TRUE, NULL
    ),
    (
        'delegation', 'delegations', 'approval.delegation_resource',
        'Delegations: who decides for whom, and when',
        '{account_id,delegate_id}', '{id,account_id,from}', FALSE, NULL
    ),
    (
        'webhook', 'webhooks', 'event.webhook_resource', 'Webhooks: where events are sent to',
        '{name,account_id,active}', '{id,name}', FALSE, NULL
    )
) AS r (noun, collection, relation, title, filters, sorts, ends, end_function);
COMMENT ON VIEW api.resource IS 'The nouns of the API, and the views that are their contract.';
COMMENT ON COLUMN api.resource.noun IS 'Name of one of them.';
COMMENT ON COLUMN api.resource.collection IS 'Their segment in paths, as in /v1/units.';
COMMENT ON COLUMN api.resource.relation IS 'The view that is read and written: id, the fields, version.';
COMMENT ON COLUMN api.resource.title IS 'What they are.';
COMMENT ON COLUMN api.resource.filters IS
'Columns that a list can be filtered by; "unit" means the subtree of unit_id, "on" what is valid on a date.';
COMMENT ON COLUMN api.resource.sorts IS 'Columns that a list can be sorted by.';
COMMENT ON COLUMN api.resource.ends IS 'Whether deleting one sets "to" instead, because its past stays.';
COMMENT ON COLUMN api.resource.end_function IS 'Function of id and date that deleting one calls instead.';
GRANT SELECT ON api.resource TO strata_user;
