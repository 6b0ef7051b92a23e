-- The unit where a person is shown and counted: the home unit, but for the days of a secondment its destination.
CREATE VIEW org.assignment WITH (security_invoker = TRUE) AS
SELECT
    s.staff_id,
    s.unit_id,
    s.valid
FROM org.secondment AS s
UNION ALL
SELECT
    m.staff_id,
    m.unit_id,
    h.valid
FROM org.membership AS m
CROSS JOIN LATERAL unnest(
    datemultirange(m.valid) - coalesce(
        (
            SELECT range_agg(s.valid) FROM org.secondment AS s
            WHERE s.staff_id = m.staff_id
        ), '{}'
    )
) AS h (valid);
COMMENT ON VIEW org.assignment IS
'Person, unit and dates in which the person is counted there: secondments at their destination, else the home unit.';
