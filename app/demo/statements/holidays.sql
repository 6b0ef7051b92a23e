INSERT INTO org.holiday (site_id, day, name, closed, source)
SELECT
    s.site_id,
    g.day,
    g.name,
    g.closed,
    g.source
FROM jsonb_to_recordset(%(rows)s) AS g (site text, day date, name text, closed int4range, source text)
INNER JOIN org.site AS s ON g.site = s.name
ORDER BY s.site_id, g.day;
