-- From texts to values, and every fault that the file alone shows.
CREATE FUNCTION import.read_people(batch_id bigint) RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = ''
AS $$
#variable_conflict use_variable
BEGIN
    -- Few texts are written by many people: each is read once.
    WITH given AS MATERIALIZED (
        SELECT r.ordinal, d.weekday::integer AS weekday, d.hours
        FROM import.file_row AS r
        CROSS JOIN LATERAL jsonb_each_text(r.data -> 'hours') AS d (weekday, hours)
        WHERE r.batch_id = batch_id AND btrim(d.hours) <> ''
    ),
    meaning AS MATERIALIZED (
        SELECT w.hours, import.time_span(w.hours) AS span
        FROM (SELECT DISTINCT g.hours FROM given AS g) AS w
    ),
    line AS MATERIALIZED (
        SELECT
            g.ordinal,
            g.weekday,
            g.hours,
            CASE
                WHEN m.span IS NOT NULL
                    THEN int4range((g.weekday - 1) * 1440 + lower(m.span), (g.weekday - 1) * 1440 + upper(m.span))
            END AS span
        FROM given AS g
        JOIN meaning AS m ON m.hours = g.hours
    ),
    neighbour AS (
        SELECT
            l.*,
            -- The day before which the hours must end; the week begins again after Sunday.
            coalesce(
                lead(lower(l.span)) OVER week,
                first_value(lower(l.span)) OVER week + 10080
            ) AS next_start
        FROM line AS l
        WHERE l.span IS NOT NULL
        WINDOW week AS (PARTITION BY l.ordinal ORDER BY l.weekday)
    ),
    fault AS (
        INSERT INTO import.fault (batch_id, ordinal, field, reason)
        SELECT batch_id, l.ordinal, 'hours.' || l.weekday, format('"%s" is not a time span such as 9:00-17:30', l.hours)
        FROM line AS l
        WHERE l.span IS NULL
        UNION ALL
        SELECT batch_id, n.ordinal, 'hours.' || n.weekday, 'runs into the next hours of the week'
        FROM neighbour AS n
        WHERE upper(n.span) > n.next_start
    )
    INSERT INTO import.person (batch_id, ordinal, employee_number, name, email, unit_path, week)
    SELECT
        r.batch_id,
        r.ordinal,
        nullif(btrim(r.data ->> 'employee_number'), ''),
        nullif(btrim(r.data ->> 'name'), ''),
        nullif(btrim(r.data ->> 'email'), ''),
        ARRAY(
            SELECT btrim(u.name)
            FROM jsonb_array_elements_text(r.data -> 'units') WITH ORDINALITY AS u (name, place)
            WHERE btrim(u.name) <> ''
            ORDER BY u.place
        ),
        w.week
    FROM import.file_row AS r
    LEFT JOIN (
        SELECT l.ordinal, array_agg(l.span ORDER BY l.weekday) AS week
        FROM line AS l
        GROUP BY l.ordinal
    ) AS w ON w.ordinal = r.ordinal
    WHERE r.batch_id = batch_id;

    INSERT INTO import.fault (batch_id, ordinal, field, reason)
    SELECT p.batch_id, p.ordinal, g.field, 'is missing'
    FROM import.person AS p
    CROSS JOIN LATERAL (VALUES ('employee_number', p.employee_number), ('name', p.name)) AS g (field, value)
    WHERE p.batch_id = batch_id AND g.value IS NULL;

    -- Of several rows with one number the first counts.
    INSERT INTO import.fault (batch_id, ordinal, field, reason)
    SELECT g.batch_id, g.ordinal, 'employee_number', format('"%s" stands on line %s too, with other data', g.number, g.line)
    FROM (
        SELECT
            p.batch_id,
            p.ordinal,
            p.employee_number AS number,
            r.data,
            first_value(r.line) OVER same AS line,
            first_value(r.data) OVER same AS first_data
        FROM import.person AS p
        JOIN import.file_row AS r ON r.batch_id = p.batch_id AND r.ordinal = p.ordinal
        WHERE p.batch_id = batch_id AND p.employee_number IS NOT NULL
        WINDOW same AS (PARTITION BY p.employee_number ORDER BY p.ordinal)
    ) AS g
    WHERE g.data <> g.first_data;
END;
$$;
COMMENT ON FUNCTION import.read_people(bigint) IS 'Reads the rows of a batch of people and notes what is wrong in them.';
