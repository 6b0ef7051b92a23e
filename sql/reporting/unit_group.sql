-- Reports compute a day for a group of units at a time: few calls for the whole organisation, one for a single unit.
CREATE VIEW reporting.unit_group WITH (security_invoker = TRUE) AS
SELECT
    u.unit_id,
    (sum(count(m.membership_id)) OVER (ORDER BY u.unit_id) / 500)::integer AS group_number
FROM org.unit AS u
LEFT JOIN org.membership AS m ON u.unit_id = m.unit_id
GROUP BY u.unit_id;
COMMENT ON VIEW reporting.unit_group IS 'Internal: units in groups of about 500 people, in which reports compute a day.';
COMMENT ON COLUMN reporting.unit_group.unit_id IS 'The unit.';
COMMENT ON COLUMN reporting.unit_group.group_number IS 'Number of its group, from 0; changes with the organisation.';
GRANT SELECT ON reporting.unit_group TO strata_bi;
