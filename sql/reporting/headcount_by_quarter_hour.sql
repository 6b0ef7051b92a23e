CREATE VIEW reporting.headcount_by_quarter_hour WITH (security_invoker = TRUE) AS
SELECT
    e.day,
    e.unit_id,
    q.starts_at,
    e.activity,
    count(*)::integer AS people,
    e.works,
    e.available,
    e.absent
FROM reporting.effective_segment AS e
CROSS JOIN
    LATERAL generate_series(
        date_bin('15 minutes', e.starts_at + interval '899 seconds', '2000-01-01 00:00+00'),
        e.ends_at - interval '1 minute',
        interval '15 minutes'
    ) AS q (starts_at)
GROUP BY
    e.day,
    e.unit_id,
    q.starts_at,
    e.activity,
    e.works,
    e.available,
    e.absent;
COMMENT ON VIEW reporting.headcount_by_quarter_hour IS
'How many people do what at the beginning of each quarter of an hour, by unit; no row where nobody does.';
COMMENT ON COLUMN reporting.headcount_by_quarter_hour.day IS 'Local date of the people''s site.';
COMMENT ON COLUMN reporting.headcount_by_quarter_hour.unit_id IS 'Where the people are counted.';
COMMENT ON COLUMN reporting.headcount_by_quarter_hour.starts_at IS
'Start of the quarter of an hour: what people do at this instant is counted.';
COMMENT ON COLUMN reporting.headcount_by_quarter_hour.activity IS 'Code of the activity.';
COMMENT ON COLUMN reporting.headcount_by_quarter_hour.people IS 'How many people.';
COMMENT ON COLUMN reporting.headcount_by_quarter_hour.works IS 'Whether the activity counts as working time.';
COMMENT ON COLUMN reporting.headcount_by_quarter_hour.available IS 'Whether the people are available.';
COMMENT ON COLUMN reporting.headcount_by_quarter_hour.absent IS 'Whether the people are absent.';
GRANT SELECT ON reporting.headcount_by_quarter_hour TO strata_bi;
