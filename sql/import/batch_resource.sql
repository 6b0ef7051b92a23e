CREATE VIEW import.batch_resource WITH (security_invoker = TRUE) AS
SELECT
    b.batch_id AS id,
    b.kind,
    nullif(b.profile, '') AS profile,
    b.file_name,
    b.file_hash,
    b.state,
    replace((b.imported_at AT TIME ZONE 'UTC')::text, ' ', 'T') || 'Z' AS imported_at,
    b.account_id AS imported_by,
    b.change_id,
    b.counts,
    b.ignored,
    b.difference,
    replace((b.rolled_back_at AT TIME ZONE 'UTC')::text, ' ', 'T') || 'Z' AS rolled_back_at,
    b.rolled_back_by
FROM import.batch AS b;
COMMENT ON VIEW import.batch_resource IS 'Imports as the API shows them, without their rows.';
