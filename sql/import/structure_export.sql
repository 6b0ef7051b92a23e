-- One table for several records: what one is made of comes before it.
CREATE VIEW import.structure_export WITH (security_invoker = TRUE) AS
WITH part AS (
    SELECT
        1 AS place,
        ARRAY[s.name] AS way,
        'site' AS record,
        jsonb_build_object('name', s.name, 'time_zone', s.time_zone) AS data
    FROM org.site_known AS s
    UNION ALL
    SELECT
        CASE WHEN a.private THEN 3 ELSE 2 END AS place,
        ARRAY[a.code] AS way,
        'activity' AS record,
        jsonb_build_object(
            'name', a.name,
            'code', a.code,
            'colour', a.colour,
            'class', a.class,
            'works', a.works,
            'available', a.available,
            'absent', a.absent,
            'private', a.private,
            'shown_as', p.code
        ) AS data
    FROM org.activity_known AS a
    LEFT JOIN org.activity_known AS p ON a.shown_as = p.activity_id
    UNION ALL
    SELECT
        4 AS place,
        ARRAY[to_char(w.depth, 'FM0000'), w.path] AS way,
        'unit' AS record,
        jsonb_build_object(
            'name', u.name,
            'parent', p.path,
            'short_name', u.short_name,
            'colour', u.colour,
            'display_order', u.display_order
        ) AS data
    FROM org.unit_known AS u
    INNER JOIN import.unit_path AS w ON u.unit_id = w.unit_id
    LEFT JOIN import.unit_path AS p ON u.parent_id = p.unit_id
    UNION ALL
    SELECT
        5 AS place,
        ARRAY[p.name] AS way,
        'pattern' AS record,
        jsonb_build_object('name', p.name, 'days', p.days) AS data
    FROM schedule.pattern_known AS p
    UNION ALL
    SELECT
        6 AS place,
        ARRAY[
            p.name,
            coalesce(import.day_text(lower(l.valid)), ''),
            to_char(l.day, 'FM000'),
            to_char(l.start_minute, 'FM0000')
        ] AS way,
        'pattern_line' AS record,
        jsonb_build_object(
            'pattern', p.name,
            'day', l.day,
            'start', org.clock_text(l.start_minute),
            'end', org.clock_text((l.start_minute + l.minutes - 1) % 1440 + 1),
            'activity', a.code,
            'on_clock_change', l.on_clock_change,
            'from', import.day_text(lower(l.valid)),
            'to', import.day_text(upper(l.valid))
        ) AS data
    FROM schedule.pattern_line_known AS l
    INNER JOIN schedule.pattern_known AS p ON l.pattern_id = p.pattern_id
    INNER JOIN org.activity_known AS a ON l.activity_id = a.activity_id
)

SELECT
    p.record,
    p.data ->> 'name' AS name,
    p.data ->> 'parent' AS parent,
    p.data ->> 'short_name' AS short_name,
    p.data ->> 'display_order' AS display_order,
    p.data ->> 'time_zone' AS time_zone,
    p.data ->> 'code' AS code,
    p.data ->> 'colour' AS colour,
    p.data ->> 'class' AS class,
    p.data ->> 'works' AS works,
    p.data ->> 'available' AS available,
    p.data ->> 'absent' AS absent,
    p.data ->> 'private' AS private,
    p.data ->> 'shown_as' AS shown_as,
    p.data ->> 'days' AS days,
    p.data ->> 'pattern' AS pattern,
    p.data ->> 'day' AS day,
    p.data ->> 'start' AS start,
    p.data ->> 'end' AS "end",
    p.data ->> 'activity' AS activity,
    p.data ->> 'on_clock_change' AS on_clock_change,
    p.data ->> 'from' AS "from",
    p.data ->> 'to' AS "to"
FROM part AS p
ORDER BY p.place, p.way COLLATE pg_catalog."C";
COMMENT ON VIEW import.structure_export IS
'Sites, activities, units, patterns and their lines as files of the kind structure have them; a row uses what its record has.';
