-- Every fault that a row alone shows. Texts are looked at again only where their meaning was not found.
CREATE FUNCTION import.note_request_faults(batch_id bigint) RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = ''
AS $$
#variable_conflict use_variable
DECLARE
    options CONSTANT jsonb := (SELECT b.options FROM import.batch AS b WHERE b.batch_id = batch_id);
BEGIN
    INSERT INTO import.fault (batch_id, ordinal, field, reason)
    SELECT r.batch_id, r.ordinal, g.field, g.reason
    FROM import.file_row AS r
    LEFT JOIN (
        SELECT d.day
        FROM (SELECT DISTINCT f.data ->> 'date' AS day FROM import.file_row AS f WHERE f.batch_id = batch_id) AS d
        WHERE import.calendar_date(d.day) IS NOT NULL
    ) AS d ON d.day = r.data ->> 'date'
    CROSS JOIN LATERAL (
        SELECT
            'person' AS field,
            CASE
                WHEN coalesce(btrim(r.data ->> 'person'), '') = '' THEN 'is missing'
                -- What is imported counts without a decision.
                WHEN r.staff_id = auth.own_staff_id() THEN 'is the account''s own person: somebody else imports it'
                WHEN r.staff_id IS NOT NULL THEN NULL
                WHEN options -> 'person' ->> 'by' = 'position'
                    THEN format('nobody was imported from the place that %s stands for', r.data ->> 'person')
                ELSE concat(
                    'there is nobody with the employee number ', r.data ->> 'person',
                    ' (' || nullif(btrim(r.data ->> 'person_name'), '') || ')'
                )
            END AS reason
        UNION ALL
        SELECT
            'date',
            CASE
                WHEN coalesce(btrim(r.data ->> 'date'), '') = '' THEN 'is missing'
                WHEN d.day IS NULL THEN format('"%s" is not a date such as 2025-07-22', r.data ->> 'date')
            END
        UNION ALL
        SELECT 'segments', CASE WHEN jsonb_array_length(r.data -> 'segments') = 0 THEN 'is empty' END
    ) AS g
    WHERE r.batch_id = batch_id AND g.reason IS NOT NULL;

    INSERT INTO import.fault (batch_id, ordinal, segment, field, reason)
    SELECT s.batch_id, s.ordinal, s.segment, g.field, g.reason
    FROM import.segment AS s
    JOIN import.file_row AS r ON r.batch_id = s.batch_id AND r.ordinal = s.ordinal
    CROSS JOIN LATERAL (SELECT r.data -> 'segments' -> (s.segment - 1) AS data) AS d
    CROSS JOIN LATERAL (
        SELECT
            'activity' AS field,
            CASE
                WHEN s.activity_id IS NOT NULL THEN NULL
                WHEN coalesce(btrim(d.data ->> 'activity'), '') = '' THEN 'is missing'
                WHEN NOT options -> 'activities' ? (d.data ->> 'activity')
                    THEN format('the profile does not say which activity "%s" is', d.data ->> 'activity')
                ELSE format('there is no activity %s', options -> 'activities' ->> (d.data ->> 'activity'))
            END AS reason
        UNION ALL
        SELECT
            t.field,
            CASE
                WHEN s.local_start IS NOT NULL OR NOT d.data ? t.field THEN NULL
                WHEN coalesce(btrim(d.data ->> t.field), '') = '' THEN 'is missing'
                WHEN t.field = 'hours' AND import.time_span(d.data ->> 'hours') IS NULL
                    THEN format('"%s" is not a time span such as 9:00-17:30', d.data ->> t.field)
                WHEN t.field <> 'hours' AND coalesce(import.time_of_day(d.data ->> t.field), t.latest + 1) > t.latest
                    THEN format('"%s" is not a time of day in whole minutes', d.data ->> t.field)
            END
        FROM (VALUES ('hours', NULL), ('start', 1439), ('end', 1440)) AS t (field, latest)
        UNION ALL
        SELECT
            CASE WHEN d.data ? 'hours' THEN 'hours' ELSE 'start' END,
            CASE
                WHEN s.starts_at >= s.ends_at THEN 'lies in the time that the clock skips on this date'
                WHEN s.starts_at IS NULL AND s.local_start IS NOT NULL AND s.staff_id IS NOT NULL
                    THEN 'has no time zone: there is no contract on this date, and no site to go by'
            END
    ) AS g
    WHERE
        s.batch_id = batch_id
        AND (s.activity_id IS NULL OR s.starts_at IS NULL OR s.starts_at >= s.ends_at)
        AND g.reason IS NOT NULL;

    INSERT INTO import.fault (batch_id, ordinal, segment, field, reason)
    SELECT DISTINCT ON (later.ordinal, later.segment)
        later.batch_id,
        later.ordinal,
        later.segment,
        'activity',
        format('overlaps segment %s of the same request', earlier.segment)
    FROM import.segment AS later
    JOIN import.segment AS earlier
        ON earlier.batch_id = later.batch_id
        AND earlier.ordinal = later.ordinal
        AND earlier.segment < later.segment
        AND earlier.class = later.class
        AND earlier.local_start < later.local_end
        AND earlier.local_end > later.local_start
    WHERE later.batch_id = batch_id
    ORDER BY later.ordinal, later.segment, earlier.segment;
END;
$$;
COMMENT ON FUNCTION import.note_request_faults(bigint) IS
'Notes what is wrong in the rows of a batch of requests or adjustments.';
