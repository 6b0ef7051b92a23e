CREATE VIEW import.pattern_version WITH (security_invoker = TRUE) AS
WITH line AS (
    SELECT
        r.batch_id,
        r.leader,
        r.data
    FROM import.file_row AS r
    WHERE r.data ->> 'record' = 'pattern_line' AND (r.outcome IS NULL OR (r.outcome = 'created' AND r.leader = r.ordinal))
),

beginning AS (
    SELECT DISTINCT
        l.batch_id,
        l.leader,
        l.data ->> 'from' AS from_day
    FROM line AS l
),

numbered AS (
    SELECT
        b.*,
        row_number() OVER (PARTITION BY b.batch_id, b.leader ORDER BY b.from_day NULLS FIRST) - 1 AS place,
        count(*) OVER (PARTITION BY b.batch_id, b.leader) AS versions
    FROM beginning AS b
)

SELECT
    n.batch_id,
    n.leader,
    n.place,
    n.place = n.versions - 1 AS is_newest,
    n.from_day,
    jsonb_agg(
        jsonb_build_object(
            'day', import.typed_value(l.data ->> 'day', 'integer'),
            'start', l.data ->> 'start',
            'end', l.data ->> 'end',
            'activity', l.data ->> 'activity',
            'on_clock_change', coalesce(l.data ->> 'on_clock_change', 'wall')
        )
        ORDER BY lpad(l.data ->> 'day', 4, '0'), l.data ->> 'start'
    ) AS lines
FROM numbered AS n
INNER JOIN line AS l
    ON
        n.batch_id = l.batch_id
        AND n.leader = l.leader
        AND (l.data ->> 'from' IS NULL OR l.data ->> 'from' <= n.from_day)
        AND (n.from_day IS NULL OR l.data ->> 'to' IS NULL OR l.data ->> 'to' > n.from_day)
GROUP BY n.batch_id, n.leader, n.place, n.versions, n.from_day;
COMMENT ON VIEW import.pattern_version IS 'The versions of the patterns of a file, with the lines that count from each first day on.';
