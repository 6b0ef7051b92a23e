INSERT INTO schedule.coverage_requirement_resource (unit_id, site_id, weekdays, start, "end", people)
SELECT
    u.unit_id,
    s.site_id,
    g.weekdays,
    g.start,
    g."end",
    g.people
FROM
    jsonb_to_recordset(%(rows)s)
        AS g (unit text, site text, weekdays smallint[], start text, "end" text, people integer)
INNER JOIN org.unit AS u ON g.unit = u.name
INNER JOIN org.site AS s ON g.site = s.name
ORDER BY u.unit_id;
