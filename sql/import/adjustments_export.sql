-- Which adjustments were asked for together is told by a number: requests in the order of their first adjustments, so that
-- the same schedule gives the same file.
CREATE VIEW import.adjustments_export WITH (security_invoker = TRUE) AS
WITH line AS (
    SELECT
        a.*,
        s.employee_number,
        row_number() OVER (ORDER BY s.employee_number COLLATE pg_catalog."C", a.starts_at, a.class) AS place
    FROM schedule.adjustment_known AS a
    INNER JOIN org.staff_known AS s ON a.staff_id = s.staff_id
    WHERE a.state = 'approved'
),

grouped AS (
    SELECT
        l.*,
        min(l.place) OVER (PARTITION BY l.request_id) AS first_place
    FROM line AS l
)

SELECT
    g.employee_number,
    v.code AS activity,
    to_char(g.starts_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS start,
    to_char(g.ends_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "end",
    g.note,
    r.reason,
    (dense_rank() OVER (ORDER BY g.first_place))::text AS request
FROM grouped AS g
INNER JOIN org.activity_known AS v ON g.activity_id = v.activity_id
INNER JOIN schedule.request_known AS r ON g.request_id = r.request_id
ORDER BY g.place;
COMMENT ON VIEW import.adjustments_export IS
'Approved adjustments as files of the kind adjustments have them; those with one number in request were asked for together.';
