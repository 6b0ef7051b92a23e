-- The secret is to be seen only by the transaction that has just made it: event.make_secret leaves it in a setting of its own.
CREATE VIEW event.webhook_resource WITH (security_invoker = TRUE) AS
SELECT
    w.webhook_id AS id,
    w.name,
    w.url,
    w.types,
    w.unit_ids,
    w.staff_ids,
    w.account_id,
    w.active,
    event.utc_text(w.secret_made_at) AS secret_made_at,
    nullif(current_setting('strata.new_secrets', TRUE), '')::jsonb ->> w.webhook_id::text AS secret,
    (extract(EPOCH FROM w.recorded_from) * 1000000)::bigint AS version
FROM event.webhook_known AS w;
COMMENT ON VIEW event.webhook_resource IS
'Webhooks as the API shows and writes them; secret is null but for the transaction that made it. version grows with every change.';
ALTER VIEW event.webhook_resource ALTER COLUMN types SET DEFAULT '{}';
ALTER VIEW event.webhook_resource ALTER COLUMN unit_ids SET DEFAULT '{}';
ALTER VIEW event.webhook_resource ALTER COLUMN staff_ids SET DEFAULT '{}';
ALTER VIEW event.webhook_resource ALTER COLUMN account_id SET DEFAULT auth.account_id();
ALTER VIEW event.webhook_resource ALTER COLUMN active SET DEFAULT TRUE;
