CREATE VIEW schedule.contract_resource WITH (security_invoker = TRUE) AS
SELECT
    c.contract_id AS id,
    c.staff_id,
    c.site_id,
    c.pattern_id,
    c.anchor,
    lower(c.valid) AS "from",
    upper(c.valid) AS "to",
    c.holiday_rule,
    (extract(EPOCH FROM c.recorded_from) * 1000000)::bigint AS version
FROM schedule.contract_known AS c;
COMMENT ON VIEW schedule.contract_resource IS
'Contracts as the API shows and writes them; to is null while no end is known. version grows with every change.';
ALTER VIEW schedule.contract_resource ALTER COLUMN holiday_rule SET DEFAULT 'by_start';
