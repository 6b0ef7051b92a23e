-- The way from a filter on persons to the groups of units that reports compute for them.
CREATE VIEW reporting.unit_member WITH (security_invoker = TRUE) AS
SELECT
    m.staff_id,
    m.unit_id
FROM org.membership AS m
UNION
SELECT
    s.staff_id,
    s.unit_id
FROM org.secondment AS s;
COMMENT ON VIEW reporting.unit_member IS 'Internal: in which units a person was ever counted.';
COMMENT ON COLUMN reporting.unit_member.staff_id IS 'The person.';
COMMENT ON COLUMN reporting.unit_member.unit_id IS 'The unit.';
GRANT SELECT ON reporting.unit_member TO strata_bi;
