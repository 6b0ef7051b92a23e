-- As in reporting.effective_segment: a filter on the day reaches the dates, one on the unit its group of units.
CREATE VIEW reporting.coverage_gap WITH (security_invoker = TRUE) AS
SELECT
    d.day,
    u.unit_id,
    c.site_id,
    c.requirement_id,
    c.starts_at,
    c.ends_at,
    (extract(EPOCH FROM c.ends_at - c.starts_at) / 60)::integer AS minutes,
    c.required,
    c.available,
    c.missing
FROM org.calendar_day AS d
CROSS JOIN reporting.unit_groups AS g
CROSS JOIN LATERAL reporting.coverage_day(g.unit_ids, d.day) AS c
INNER JOIN reporting.unit_group AS u ON c.unit_id = u.unit_id AND g.group_number = u.group_number
WHERE c.missing > 0;
COMMENT ON VIEW reporting.coverage_gap IS
'Where fewer people are available than a coverage requirement asks for, one row per local day and piece of constant number.';
COMMENT ON COLUMN reporting.coverage_gap.day IS 'Local date of the requirement''s site; a piece over midnight has a row on each day.';
COMMENT ON COLUMN reporting.coverage_gap.unit_id IS
'The unit of the requirement; people counted in it and in those below it count.';
COMMENT ON COLUMN reporting.coverage_gap.site_id IS 'The site in whose local time the requirement is written.';
COMMENT ON COLUMN reporting.coverage_gap.requirement_id IS 'The coverage requirement.';
COMMENT ON COLUMN reporting.coverage_gap.starts_at IS 'Start of the piece on that day.';
COMMENT ON COLUMN reporting.coverage_gap.ends_at IS 'End of the piece on that day, exclusive.';
COMMENT ON COLUMN reporting.coverage_gap.minutes IS 'Elapsed minutes from start to end.';
COMMENT ON COLUMN reporting.coverage_gap.required IS 'How many people must be available.';
COMMENT ON COLUMN reporting.coverage_gap.available IS 'How many are.';
COMMENT ON COLUMN reporting.coverage_gap.missing IS 'How many are missing.';
GRANT SELECT ON reporting.coverage_gap TO strata_bi;
