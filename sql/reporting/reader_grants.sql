-- What the views of this schema read as their reader; which rows, auth/reader_policies.sql says.
GRANT USAGE ON SCHEMA audit TO strata_bi;
GRANT SELECT ON
org.calendar_day, org.membership, org.secondment, org.activity, org.site, org.holiday, org.assignment, audit.transaction
TO strata_bi;
GRANT SELECT (time_zone) ON org.settings TO strata_bi;
GRANT SELECT (account_id, name) ON auth.account TO strata_bi;
GRANT SELECT (unit_id) ON org.unit TO strata_bi;
