CREATE VIEW reporting.request_throughput WITH (security_invoker = TRUE) AS
SELECT
    d.day,
    r.unit_id,
    r.asked,
    r.approved,
    r.rejected,
    r.withdrawn,
    r.expired,
    r.automatic,
    r.median_minutes,
    r.longest_minutes
FROM org.calendar_day AS d
CROSS JOIN LATERAL reporting.requests_day(d.day) AS r;
COMMENT ON VIEW reporting.request_throughput IS
'How many requests were asked for and decided on a day, one row per day and unit on which there was one; of requests that the reader '
'may read.';
COMMENT ON COLUMN reporting.request_throughput.day IS 'Local date of the organisation.';
COMMENT ON COLUMN reporting.request_throughput.unit_id IS
'The home unit of the person concerned on that day; null when the reader may not know of it.';
COMMENT ON COLUMN reporting.request_throughput.asked IS
'Requests that were asked for on that day. One that was edited is asked for anew; drafts are not asked for.';
COMMENT ON COLUMN reporting.request_throughput.approved IS
'Requests that people approved on that day; those that were cancelled later too.';
COMMENT ON COLUMN reporting.request_throughput.rejected IS 'Requests that were rejected on that day.';
COMMENT ON COLUMN reporting.request_throughput.withdrawn IS 'Requests that were withdrawn on that day, before they were decided.';
COMMENT ON COLUMN reporting.request_throughput.expired IS 'Requests that expired on that day because nobody decided in time.';
COMMENT ON COLUMN reporting.request_throughput.automatic IS
'Requests that were approved on that day without a decision: by a rule, or by an import.';
COMMENT ON COLUMN reporting.request_throughput.median_minutes IS
'Median of the minutes from asking to the decision, of those that people approved or rejected on that day; null without any.';
COMMENT ON COLUMN reporting.request_throughput.longest_minutes IS 'The longest of these times; null without any.';
GRANT SELECT ON reporting.request_throughput TO strata_bi;
