-- A person as the API shows one: with the home unit of today, or else the next one.
CREATE VIEW org.staff_resource WITH (security_invoker = TRUE) AS
SELECT
    s.staff_id AS id,
    s.employee_number,
    s.name,
    s.email,
    m.unit_id,
    lower(m.valid) AS "from",
    (extract(EPOCH FROM greatest(s.recorded_from, m.recorded_from)) * 1000000)::bigint AS version
FROM org.staff AS s
LEFT JOIN LATERAL (
    SELECT
        h.unit_id,
        h.valid,
        h.recorded_from
    FROM org.membership AS h
    CROSS JOIN org.settings AS g
    WHERE h.staff_id = s.staff_id AND h.valid && daterange((now() AT TIME ZONE g.time_zone)::date, NULL)
    ORDER BY lower(h.valid)
    LIMIT 1
) AS m ON TRUE;
COMMENT ON VIEW org.staff_resource IS
'People as the API shows them. unit_id and from: the membership that holds today in the organisation''s zone, else the
next one; null for who has left. version grows with every change.';
