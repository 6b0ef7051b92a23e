-- The unit where a person is shown and counted: the home unit, but for the days of a secondment its destination.
-- Who was never lent out, which is nearly everybody, is read without any computation.
CREATE VIEW org.assignment WITH (security_invoker = TRUE) AS
WITH away AS (
    SELECT
        s.staff_id,
        range_agg(s.valid) AS valid
    FROM org.secondment AS s
    GROUP BY s.staff_id
)

SELECT
    s.staff_id,
    s.unit_id,
    s.valid,
    TRUE AS seconded
FROM org.secondment AS s
UNION ALL
SELECT
    m.staff_id,
    m.unit_id,
    m.valid,
    FALSE AS seconded
FROM org.membership AS m
WHERE
    NOT EXISTS (
        SELECT FROM org.secondment AS s
        WHERE s.staff_id = m.staff_id
    )
UNION ALL
SELECT
    m.staff_id,
    m.unit_id,
    h.valid,
    FALSE AS seconded
FROM org.membership AS m
INNER JOIN away ON m.staff_id = away.staff_id
CROSS JOIN LATERAL unnest(datemultirange(m.valid) - away.valid) AS h (valid);
COMMENT ON VIEW org.assignment IS
'Person, unit and dates in which the person is counted there: secondments at their destination, else the home unit.';
