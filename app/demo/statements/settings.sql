UPDATE org.settings AS s
SET organisation_name = g.organisation_name, time_zone = g.time_zone
FROM jsonb_to_recordset(%(rows)s) AS g (organisation_name text, time_zone text);
