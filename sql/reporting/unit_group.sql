-- Reports compute the people of a group of units in one call: a filter cannot reach into a call, so a unit or a person
-- costs as much as its group, and the whole organisation costs a call for each group. A day of segments is cheap beside
-- the call itself, which asks for few groups; hours and months are not, which asks for many. Numbers are rounded down: the
-- nearest one of the last people would be that of a group too many.
CREATE VIEW reporting.unit_group WITH (security_invoker = TRUE) AS
SELECT
    p.unit_id,
    floor((p.people_before * 8) / p.people_of_all)::integer AS group_number,
    floor((p.people_before * 48) / p.people_of_all)::integer AS small_group_number
FROM (
    SELECT
        u.unit_id,
        sum(coalesce(m.people, 0)) OVER (ORDER BY u.unit_id) - coalesce(m.people, 0) AS people_before,
        sum(coalesce(m.people, 0)) OVER () + 1 AS people_of_all
    FROM org.unit AS u
    LEFT JOIN (
        SELECT
            h.unit_id,
            count(*) AS people
        FROM org.membership AS h
        GROUP BY h.unit_id
    ) AS m ON u.unit_id = m.unit_id
) AS p;
COMMENT ON VIEW reporting.unit_group IS
'Internal: units in groups of about as many people each, in which reports compute the schedule.';
COMMENT ON COLUMN reporting.unit_group.unit_id IS 'The unit.';
COMMENT ON COLUMN reporting.unit_group.group_number IS 'Number of its group, 0 to 7; changes with the organisation.';
COMMENT ON COLUMN reporting.unit_group.small_group_number IS 'Number of its small group, 0 to 47; changes with the organisation.';
GRANT SELECT ON reporting.unit_group TO strata_bi;
