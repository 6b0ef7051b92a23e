CREATE VIEW reporting.audit_trail WITH (security_invoker = TRUE) AS
SELECT
    x.recorded_at AS occurred_at,
    e.change_id,
    x.account_id,
    a.name AS account,
    x.database_login::text AS login,
    e.relation,
    e.row_key AS row_id,
    e.action,
    e.entry_id,
    x.session_id,
    x.request_id,
    e.old,
    e.new
FROM audit.entry AS e
INNER JOIN audit.transaction AS x ON e.change_id = x.change_id
LEFT JOIN auth.account AS a ON x.account_id = a.account_id;
COMMENT ON VIEW reporting.audit_trail IS
'Who changed which row when, and what it was and became, for administrators of the whole organisation; nobody else sees rows.';
COMMENT ON COLUMN reporting.audit_trail.occurred_at IS 'When the change was made.';
COMMENT ON COLUMN reporting.audit_trail.change_id IS 'The change: what one transaction did has one number.';
COMMENT ON COLUMN reporting.audit_trail.account_id IS 'The account that acted; null for who worked in the database itself.';
COMMENT ON COLUMN reporting.audit_trail.account IS 'Name of that account.';
COMMENT ON COLUMN reporting.audit_trail.login IS 'The database login.';
COMMENT ON COLUMN reporting.audit_trail.relation IS 'The table, with its schema.';
COMMENT ON COLUMN reporting.audit_trail.row_id IS 'Key of the row in that table.';
COMMENT ON COLUMN reporting.audit_trail.action IS
'insert, update or delete. Of a row from before entries were written, the first version that is known shows as insert.';
COMMENT ON COLUMN reporting.audit_trail.entry_id IS 'Number of the entry; those of one change are in the order of what it did.';
COMMENT ON COLUMN reporting.audit_trail.session_id IS 'The session of the account; null for who worked in the database itself.';
COMMENT ON COLUMN reporting.audit_trail.request_id IS 'The request over HTTP, as the log and the answer name it.';
COMMENT ON COLUMN reporting.audit_trail.old IS 'The row before; null when it was made, or its personal data was erased.';
COMMENT ON COLUMN reporting.audit_trail.new IS 'The row after; null when it was deleted, or its personal data was erased.';
GRANT SELECT ON reporting.audit_trail TO strata_bi;
