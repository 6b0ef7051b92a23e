-- Rows of one person with one value in "request" are one request: the first of them leads, and has the segments of all.
CREATE FUNCTION import.read_adjustments(batch_id bigint) RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = ''
AS $$
#variable_conflict use_variable
DECLARE
    options CONSTANT jsonb := (SELECT b.options FROM import.batch AS b WHERE b.batch_id = batch_id);
    own_staff_id CONSTANT bigint := auth.own_staff_id();
    usual_zone CONSTANT text := coalesce(
        options ->> 'time_zone', (SELECT s.time_zone FROM org.site AS s WHERE s.name = options ->> 'site')
    );
BEGIN
    UPDATE import.file_row AS r SET import_key = r.data::text WHERE r.batch_id = batch_id;
    PERFORM import.settle_doubled(batch_id);
    UPDATE import.file_row AS r SET import_key = NULL WHERE r.batch_id = batch_id;
    PERFORM import.note_unknown(batch_id, 'employee_number', TRUE);
    UPDATE import.file_row AS r
    SET staff_id = s.staff_id, leader = g.leader
    FROM (
        SELECT
            f.ordinal,
            first_value(f.ordinal) OVER (
                PARTITION BY f.data ->> 'employee_number', coalesce(f.data ->> 'request', 'row ' || f.ordinal)
                ORDER BY f.ordinal
            ) AS leader
        FROM import.file_row AS f
        WHERE f.batch_id = batch_id AND f.outcome IS NULL
    ) AS g
    JOIN import.file_row AS d ON d.batch_id = batch_id AND d.ordinal = g.ordinal
    LEFT JOIN org.staff AS s ON s.employee_number = d.data ->> 'employee_number'
    WHERE r.batch_id = batch_id AND r.ordinal = g.ordinal;

    -- An instant says its distance from UTC; a local time is that of the site where the person works on the day.
    WITH given AS MATERIALIZED (
        SELECT r.ordinal, t.field, t.value, coalesce(z.time_zone, usual_zone, o.time_zone) AS time_zone
        FROM import.file_row AS r
        CROSS JOIN org.settings AS o
        CROSS JOIN LATERAL (VALUES ('start', r.data ->> 'start'), ('end', r.data ->> 'end')) AS t (field, value)
        LEFT JOIN schedule.contract AS c
            ON c.staff_id = r.staff_id
            AND usual_zone IS NULL
            AND t.value !~ '(Z|[+-][0-9]{2}:?[0-9]{2})$'
            AND c.valid @> import.calendar_date(left(t.value, 10))
        LEFT JOIN org.site AS z ON z.site_id = c.site_id
        WHERE r.batch_id = batch_id AND r.outcome IS NULL
    ),
    meant AS MATERIALIZED (
        SELECT g.value, import.instant_text(g.value) AS instant, import.local_text(g.value) AS local_time
        FROM (SELECT DISTINCT value FROM given) AS g
    ),
    placed AS MATERIALIZED (
        SELECT g.time_zone, i.local_time, i.instant
        FROM (
            SELECT n.time_zone, array_agg(DISTINCT m.local_time) AS locals
            FROM given AS n
            JOIN meant AS m ON m.value = n.value
            WHERE m.local_time IS NOT NULL
            GROUP BY n.time_zone
        ) AS g
        CROSS JOIN LATERAL schedule.local_instants(g.time_zone, g.locals) AS i
    ),
    found AS MATERIALIZED (
        SELECT
            g.ordinal,
            min(coalesce(m.instant, p.instant)) FILTER (WHERE g.field = 'start') AS starts_at,
            min(coalesce(m.instant, p.instant)) FILTER (WHERE g.field = 'end') AS ends_at,
            min(g.time_zone) AS time_zone
        FROM given AS g
        LEFT JOIN meant AS m ON m.value = g.value
        LEFT JOIN placed AS p ON p.time_zone = g.time_zone AND p.local_time = m.local_time
        GROUP BY g.ordinal
    )
    INSERT INTO import.segment
        (batch_id, ordinal, segment, staff_id, activity_id, class, local_start, local_end, starts_at, ends_at, note)
    SELECT
        batch_id,
        r.leader,
        r.ordinal,
        r.staff_id,
        a.activity_id,
        a.class,
        f.starts_at AT TIME ZONE f.time_zone,
        f.ends_at AT TIME ZONE f.time_zone,
        f.starts_at,
        f.ends_at,
        r.data ->> 'note'
    FROM import.file_row AS r
    JOIN found AS f ON f.ordinal = r.ordinal
    LEFT JOIN org.activity AS a
        ON a.code = coalesce(options -> 'activities' ->> (r.data ->> 'activity'), r.data ->> 'activity')
    WHERE r.batch_id = batch_id;

    INSERT INTO import.fault (batch_id, ordinal, field, reason)
    SELECT s.batch_id, s.segment, g.field, g.reason
    FROM import.segment AS s
    JOIN import.file_row AS r ON r.batch_id = s.batch_id AND r.ordinal = s.segment
    CROSS JOIN LATERAL (
        SELECT
            'employee_number' AS field,
            -- What is imported counts without a decision.
            CASE WHEN s.staff_id = own_staff_id THEN 'is the account''s own person: somebody else imports it' END AS reason
        UNION ALL
        SELECT
            'activity',
            CASE
                WHEN s.activity_id IS NOT NULL THEN NULL
                WHEN r.data ->> 'activity' IS NULL THEN 'is missing'
                ELSE format('there is no activity %s', r.data ->> 'activity')
            END
        UNION ALL
        SELECT
            t.field,
            CASE
                WHEN t.value IS NULL THEN 'is missing'
                WHEN t.instant IS NULL
                    THEN format('"%s" is not a time in whole minutes such as 2025-07-22T09:00:00Z or 2025-07-22 09:00', t.value)
            END
        FROM (VALUES ('start', r.data ->> 'start', s.starts_at), ('end', r.data ->> 'end', s.ends_at)) AS t (field, value, instant)
        UNION ALL
        SELECT
            'end',
            CASE
                WHEN s.ends_at <= s.starts_at THEN 'is not after the start'
                WHEN s.ends_at > s.starts_at + interval '366 days' THEN 'is more than 366 days after the start'
            END
    ) AS g
    WHERE s.batch_id = batch_id AND g.reason IS NOT NULL;
    INSERT INTO import.fault (batch_id, ordinal, field, reason)
    SELECT DISTINCT ON (later.segment)
        later.batch_id, later.segment, 'start', format('overlaps line %s of the same request', e.line)
    FROM import.segment AS later
    JOIN import.segment AS earlier
        ON earlier.batch_id = later.batch_id
        AND earlier.ordinal = later.ordinal
        AND earlier.segment < later.segment
        AND earlier.class = later.class
        AND earlier.starts_at < later.ends_at
        AND earlier.ends_at > later.starts_at
    JOIN import.file_row AS e ON e.batch_id = earlier.batch_id AND e.ordinal = earlier.segment
    WHERE later.batch_id = batch_id
    ORDER BY later.segment, earlier.segment;

    -- A request is stored as a whole or not at all, and only its first row is looked at from here on.
    PERFORM import.refuse_together(batch_id, 'request');
    UPDATE import.file_row AS r
    SET outcome = 'unchanged'
    WHERE r.batch_id = batch_id AND r.outcome IS NULL AND r.leader <> r.ordinal;
END;
$$;
COMMENT ON FUNCTION import.read_adjustments(bigint) IS
'Reads the rows of a batch of adjustments, one in each row, and notes what is wrong in them.';
