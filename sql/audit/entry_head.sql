-- All that a seal covers besides the content. In a jsonb an instant without a zone is written in one way, whatever the
-- settings of the session.
CREATE VIEW audit.entry_head WITH (security_invoker = TRUE) AS
SELECT
    e.entry_id,
    jsonb_build_array(
        e.entry_id, e.relation, e.row_key, e.action, e.staff_id, e.change_id,
        x.transaction_id::text, x.recorded_at AT TIME ZONE 'UTC', x.account_id, x.database_login, x.session_id, x.request_id
    )::text AS head
FROM audit.entry AS e
LEFT JOIN audit.transaction AS x ON e.change_id = x.change_id;
COMMENT ON VIEW audit.entry_head IS 'What an entry of the audit says besides its content, with who and when, as the text that is sealed.';
