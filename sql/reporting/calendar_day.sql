CREATE VIEW reporting.calendar_day WITH (security_invoker = TRUE) AS
SELECT
    d.day,
    extract(ISOYEAR FROM d.day)::integer AS iso_year,
    extract(WEEK FROM d.day)::integer AS iso_week,
    extract(ISODOW FROM d.day)::integer AS weekday,
    extract(YEAR FROM d.day)::integer AS year,
    extract(QUARTER FROM d.day)::integer AS quarter,
    extract(MONTH FROM d.day)::integer AS month,
    date_trunc('month', d.day)::date AS month_start
FROM org.calendar_day AS d;
COMMENT ON VIEW reporting.calendar_day IS 'The dates from 2000-01-01 to 2099-12-31, to join reports with.';
COMMENT ON COLUMN reporting.calendar_day.day IS 'The date.';
COMMENT ON COLUMN reporting.calendar_day.iso_year IS 'Year of the ISO 8601 week.';
COMMENT ON COLUMN reporting.calendar_day.iso_week IS 'Number of the ISO 8601 week, 1 to 53.';
COMMENT ON COLUMN reporting.calendar_day.weekday IS 'Day of the week by ISO 8601: 1 Monday to 7 Sunday.';
COMMENT ON COLUMN reporting.calendar_day.year IS 'Calendar year.';
COMMENT ON COLUMN reporting.calendar_day.quarter IS 'Quarter of the year, 1 to 4.';
COMMENT ON COLUMN reporting.calendar_day.month IS 'Month of the year, 1 to 12.';
COMMENT ON COLUMN reporting.calendar_day.month_start IS 'First day of the month.';
GRANT SELECT ON reporting.calendar_day TO strata_bi;
