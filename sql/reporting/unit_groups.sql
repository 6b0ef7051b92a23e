-- Always as many rows, so that the planner knows what the whole organisation costs and takes the shorter way.
CREATE VIEW reporting.unit_groups WITH (security_invoker = TRUE) AS
WITH unit_group AS MATERIALIZED (
    SELECT
        g.unit_id,
        g.group_number
    FROM reporting.unit_group AS g
)

SELECT
    n.group_number,
    array(
        SELECT g.unit_id FROM unit_group AS g
        WHERE g.group_number = n.group_number
    ) AS unit_ids
FROM generate_series(0, 7) AS n (group_number);
COMMENT ON VIEW reporting.unit_groups IS 'Internal: the units of each group.';
COMMENT ON COLUMN reporting.unit_groups.group_number IS 'Number of the group, as in unit_group.';
COMMENT ON COLUMN reporting.unit_groups.unit_ids IS 'Its units.';
GRANT SELECT ON reporting.unit_groups TO strata_bi;
