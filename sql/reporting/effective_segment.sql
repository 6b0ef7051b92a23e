-- A filter on the day reaches the dates, one on unit or person reaches the units and through them their group: only the
-- days and groups that are asked for are computed.
CREATE VIEW reporting.effective_segment WITH (security_invoker = TRUE) AS
SELECT
    d.day,
    p.staff_id,
    u.unit_id,
    s.site_id,
    s.starts_at,
    s.ends_at,
    s.minutes,
    s.activity,
    s.layer,
    s.works,
    s.available,
    s.absent
FROM org.calendar_day AS d
CROSS JOIN reporting.unit_groups AS n
CROSS JOIN LATERAL reporting.units_day(n.unit_ids, d.day) AS s
INNER JOIN reporting.unit_member AS p ON s.staff_id = p.staff_id AND s.unit_id = p.unit_id
INNER JOIN reporting.unit_group AS u ON p.unit_id = u.unit_id AND n.group_number = u.group_number;
COMMENT ON VIEW reporting.effective_segment IS
'The effective schedule, one row per segment and local day. Private activities show as their public stand-in.';
COMMENT ON COLUMN reporting.effective_segment.day IS 'Local date of the site; a segment over midnight has a row on each day.';
COMMENT ON COLUMN reporting.effective_segment.staff_id IS 'The person.';
COMMENT ON COLUMN reporting.effective_segment.unit_id IS
'Where the person is counted on that day: the home unit, or the destination of a secondment.';
COMMENT ON COLUMN reporting.effective_segment.site_id IS 'The site of the person''s contract; null without one.';
COMMENT ON COLUMN reporting.effective_segment.starts_at IS 'Start of the segment on that day.';
COMMENT ON COLUMN reporting.effective_segment.ends_at IS 'End of the segment on that day, exclusive.';
COMMENT ON COLUMN reporting.effective_segment.minutes IS 'Elapsed minutes from start to end.';
COMMENT ON COLUMN reporting.effective_segment.activity IS 'Code of the activity.';
COMMENT ON COLUMN reporting.effective_segment.layer IS 'Where it came from: contract or adjustment.';
COMMENT ON COLUMN reporting.effective_segment.works IS 'Whether the activity counts as working time.';
COMMENT ON COLUMN reporting.effective_segment.available IS 'Whether the person is available.';
COMMENT ON COLUMN reporting.effective_segment.absent IS 'Whether the person is absent.';
GRANT SELECT ON reporting.effective_segment TO strata_bi;
