-- Coverage requirements as the API shows and takes them.
CREATE VIEW schedule.coverage_requirement_resource WITH (security_invoker = TRUE) AS
SELECT
    r.coverage_requirement_id AS id,
    r.unit_id,
    r.site_id,
    r.weekdays,
    r.dates,
    org.clock_text(r.start_minute) AS start,
    org.clock_text(
        CASE WHEN r.start_minute + r.minutes > 1440 THEN r.start_minute + r.minutes - 1440 ELSE r.start_minute + r.minutes END
    ) AS "end",
    r.people,
    a.activities,
    lower(r.valid) AS "from",
    upper(r.valid) AS "to",
    (extract(EPOCH FROM r.recorded_from) * 1000000)::bigint AS version
FROM schedule.coverage_requirement_known AS r
LEFT JOIN LATERAL (
    SELECT array_agg(v.code ORDER BY v.code) AS activities
    FROM schedule.coverage_requirement_activity_known AS c
    INNER JOIN org.activity_known AS v ON c.activity_id = v.activity_id
    WHERE c.coverage_requirement_id = r.coverage_requirement_id
) AS a ON TRUE;
COMMENT ON VIEW schedule.coverage_requirement_resource IS
'Coverage requirements as the API shows them. activities is null when all that are available count. Every change of a
requirement or of its activities makes a new version.';
