CREATE VIEW reporting.holiday WITH (security_invoker = TRUE) AS
SELECT
    h.site_id,
    h.day,
    h.name,
    h.closed = '[0,1440)'::int4range AS whole_day,
    lower(h.closed) AS first_minute,
    upper(h.closed) AS end_minute
FROM org.holiday AS h;
COMMENT ON VIEW reporting.holiday IS
'When sites are closed by holidays.';
COMMENT ON COLUMN reporting.holiday.site_id IS 'The site.';
COMMENT ON COLUMN reporting.holiday.day IS 'Local date of the site.';
COMMENT ON COLUMN reporting.holiday.name IS 'Name.';
COMMENT ON COLUMN reporting.holiday.whole_day IS 'Whether the whole day is closed.';
COMMENT ON COLUMN reporting.holiday.first_minute IS 'First closed minute of the local day, from 0.';
COMMENT ON COLUMN reporting.holiday.end_minute IS 'The minute after the last closed one, 1440 at most.';
GRANT SELECT ON reporting.holiday TO strata_bi;
