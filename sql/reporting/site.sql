CREATE VIEW reporting.site WITH (security_invoker = TRUE) AS
SELECT
    s.site_id,
    s.name,
    s.time_zone
FROM org.site AS s;
COMMENT ON VIEW reporting.site IS
'The sites.';
COMMENT ON COLUMN reporting.site.site_id IS 'The site.';
COMMENT ON COLUMN reporting.site.name IS 'Name.';
COMMENT ON COLUMN reporting.site.time_zone IS 'IANA time zone: starts_at AT TIME ZONE time_zone is the local time.';
GRANT SELECT ON reporting.site TO strata_bi;
