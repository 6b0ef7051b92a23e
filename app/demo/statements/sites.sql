INSERT INTO org.site (name, time_zone)
SELECT
    g.name,
    g.time_zone
FROM jsonb_to_recordset(%(rows)s) AS g (name text, time_zone text);
