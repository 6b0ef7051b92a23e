-- Always as many rows, so that the planner knows what the whole organisation costs and takes the shorter way.
CREATE VIEW reporting.small_unit_groups WITH (security_invoker = TRUE) AS
WITH unit_group AS MATERIALIZED (
    SELECT
        g.unit_id,
        g.small_group_number
    FROM reporting.unit_group AS g
)

SELECT
    n.small_group_number,
    array(
        SELECT g.unit_id FROM unit_group AS g
        WHERE g.small_group_number = n.small_group_number
    ) AS unit_ids
FROM generate_series(0, 47) AS n (small_group_number);
COMMENT ON VIEW reporting.small_unit_groups IS 'Internal: the units of each small group.';
COMMENT ON COLUMN reporting.small_unit_groups.small_group_number IS 'Number of the group, as in unit_group.';
COMMENT ON COLUMN reporting.small_unit_groups.unit_ids IS 'Its units.';
GRANT SELECT ON reporting.small_unit_groups TO strata_bi;
