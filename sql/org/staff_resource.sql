-- A person as the API shows one: with the home unit of today, or else the next one. The left join is not made when
-- nothing of it is asked for: pages are found by index so.
CREATE VIEW org.staff_resource WITH (security_invoker = TRUE) AS
SELECT
    s.staff_id AS id,
    s.employee_number,
    s.name,
    s.email,
    m.unit_id,
    m."from",
    (extract(EPOCH FROM greatest(s.recorded_from, m.recorded_from)) * 1000000)::bigint AS version
FROM org.staff_known AS s
CROSS JOIN org.today() AS t (day)
LEFT JOIN LATERAL (
    SELECT
        (array_agg(h.unit_id ORDER BY h.valid) FILTER (WHERE h.valid && daterange(t.day, NULL)))[1] AS unit_id,
        min(lower(h.valid)) FILTER (WHERE h.valid && daterange(t.day, NULL)) AS "from",
        max(h.recorded_from) AS recorded_from
    FROM org.membership_known AS h
    WHERE h.staff_id = s.staff_id
) AS m ON TRUE;
COMMENT ON VIEW org.staff_resource IS
'People as the API shows and writes them. unit_id and from: the membership that holds today in the organisation''s zone,
else the next one; null for who has left. version grows with every change.';
