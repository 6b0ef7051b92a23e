-- The two halves have indexes of their own, see the migration that made them.
CREATE VIEW audit.entry_resource WITH (security_invoker = TRUE) AS
SELECT
    e.entry_id AS id,
    e.position,
    e.change_id,
    replace((x.recorded_at AT TIME ZONE 'UTC')::text, ' ', 'T') || 'Z' AS changed_at,
    x.account_id,
    a.name AS account,
    x.database_login::text AS database_login,
    x.session_id,
    x.request_id,
    e.relation,
    e.row_key AS row,
    e.action,
    e.old,
    e.new,
    r.reason,
    e.erasure_id IS NOT NULL AS erased
FROM audit.entry AS e
INNER JOIN audit.transaction AS x ON e.change_id = x.change_id
LEFT JOIN auth.account AS a ON x.account_id = a.account_id
LEFT JOIN schedule.request AS r
    ON
        e.relation IN ('schedule.request', 'schedule.adjustment')
        AND (coalesce(e.new, e.old) ->> 'request_id')::bigint = r.request_id;
COMMENT ON VIEW audit.entry_resource IS 'The entries of the audit as the API shows them.';
