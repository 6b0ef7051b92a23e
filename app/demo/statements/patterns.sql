INSERT INTO schedule.pattern (name, days)
SELECT
    g.name,
    g.days
FROM jsonb_to_recordset(%(rows)s) AS g (name text, days smallint);
