-- From texts to values, and every fault that a row alone shows.
CREATE FUNCTION import.read_requests(batch_id bigint) RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = ''
AS $$
#variable_conflict use_variable
DECLARE
    options CONSTANT jsonb := (SELECT b.options FROM import.batch AS b WHERE b.batch_id = batch_id);
    usual_zone CONSTANT text := (SELECT s.time_zone FROM org.site AS s WHERE s.name = options ->> 'site');
BEGIN
    UPDATE import.file_row AS r
    SET staff_id = g.staff_id
    FROM import.find_people(batch_id) AS g
    WHERE r.batch_id = batch_id AND r.ordinal = g.ordinal;

    -- Few texts stand in many rows: each is read once. The clock is that of the site where the person works on the day.
    WITH given AS MATERIALIZED (
        SELECT
            r.ordinal,
            r.staff_id,
            r.data ->> 'date' AS day,
            s.place,
            options -> 'activities' ->> (s.data ->> 'activity') AS code,
            coalesce(s.data ->> 'hours', concat(s.data ->> 'start', '-', s.data ->> 'end')) AS hours,
            s.data ->> 'note' AS note
        FROM import.file_row AS r
        CROSS JOIN LATERAL jsonb_array_elements(r.data -> 'segments') WITH ORDINALITY AS s (data, place)
        WHERE r.batch_id = batch_id
    ),
    meant_day AS MATERIALIZED (
        SELECT g.day, import.calendar_date(g.day) AS midnight
        FROM (SELECT DISTINCT day FROM given) AS g
    ),
    meant_hours AS MATERIALIZED (
        SELECT g.hours, import.time_span(g.hours) AS span
        FROM (SELECT DISTINCT hours FROM given) AS g
    ),
    segment AS MATERIALIZED (
        SELECT
            g.ordinal,
            g.place,
            g.staff_id,
            a.activity_id,
            a.class,
            g.note,
            coalesce(z.time_zone, usual_zone) AS time_zone,
            d.midnight + make_interval(mins => lower(h.span)) AS local_start,
            d.midnight + make_interval(mins => upper(h.span)) AS local_end
        FROM given AS g
        LEFT JOIN meant_day AS d ON d.day = g.day
        LEFT JOIN meant_hours AS h ON h.hours = g.hours
        LEFT JOIN org.activity AS a ON a.code = g.code
        LEFT JOIN schedule.contract AS c ON c.staff_id = g.staff_id AND c.valid @> d.midnight
        LEFT JOIN org.site AS z ON z.site_id = c.site_id
    ),
    instant AS MATERIALIZED (
        SELECT g.time_zone, i.local_time, i.instant
        FROM (
            SELECT s.time_zone, array_agg(DISTINCT l.local_time) AS locals
            FROM segment AS s
            CROSS JOIN LATERAL (VALUES (s.local_start), (s.local_end)) AS l (local_time)
            GROUP BY s.time_zone
        ) AS g
        CROSS JOIN LATERAL schedule.local_instants(g.time_zone, g.locals) AS i
    )
    INSERT INTO import.segment
        (batch_id, ordinal, segment, staff_id, activity_id, class, local_start, local_end, starts_at, ends_at, note)
    SELECT
        batch_id, s.ordinal, s.place, s.staff_id, s.activity_id, s.class,
        s.local_start, s.local_end, f.instant, t.instant, s.note
    FROM segment AS s
    LEFT JOIN instant AS f ON f.time_zone = s.time_zone AND f.local_time = s.local_start
    LEFT JOIN instant AS t ON t.time_zone = s.time_zone AND t.local_time = s.local_end;
    PERFORM import.note_request_faults(batch_id);
END;
$$;
COMMENT ON FUNCTION import.read_requests(bigint) IS
'Reads the rows of a batch of requests or adjustments and notes what is wrong in them.';
