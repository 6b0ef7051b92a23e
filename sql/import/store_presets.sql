-- The rows have just arrived and have no statistics: planned for a few of them, nested loops would take minutes.
-- A preset is known by its name and owner; its rows, one for each adjustment, are one whole.
CREATE FUNCTION import.store_presets(batch_id bigint) RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = ''
SET enable_nestloop = off
AS $$
#variable_conflict use_variable
DECLARE
    activities CONSTANT jsonb := (SELECT b.options -> 'activities' FROM import.batch AS b WHERE b.batch_id = batch_id);
BEGIN
    PERFORM import.note_unknown(batch_id, 'employee_number', FALSE);
    PERFORM import.note_unknown(batch_id, 'unit', FALSE);
    UPDATE import.file_row AS r
    SET leader = g.leader
    FROM (
        SELECT
            f.ordinal,
            first_value(f.ordinal) OVER (
                PARTITION BY f.data ->> 'name', f.data ->> 'employee_number', f.data ->> 'unit'
                ORDER BY f.ordinal
            ) AS leader
        FROM import.file_row AS f
        WHERE f.batch_id = batch_id
    ) AS g
    WHERE r.batch_id = batch_id AND r.ordinal = g.ordinal;
    PERFORM import.refuse_together(batch_id, 'preset');

    INSERT INTO import.step (batch_id, ordinal, noun, resource_id, body, outcome)
    SELECT
        batch_id,
        r.ordinal,
        'preset',
        p.preset_id,
        jsonb_strip_nulls(jsonb_build_object(
            'name', r.data ->> 'name',
            'display_order', import.typed_value(r.data ->> 'display_order', 'integer'),
            'staff_id', s.staff_id,
            'unit_id', u.unit_id
        ))
        || CASE WHEN r.data ? 'category' THEN jsonb_build_object('category', r.data ->> 'category') ELSE '{}' END
        || jsonb_build_object('lines', coalesce(l.lines, '[]')),
        CASE WHEN p.preset_id IS NULL THEN 'created' ELSE 'changed' END
    FROM import.file_row AS r
    LEFT JOIN org.staff AS s ON s.employee_number = r.data ->> 'employee_number'
    LEFT JOIN import.unit_reference AS u ON u.reference = r.data ->> 'unit'
    LEFT JOIN schedule.preset AS p
        ON p.name = r.data ->> 'name'
        AND p.staff_id IS NOT DISTINCT FROM s.staff_id
        AND p.unit_id IS NOT DISTINCT FROM u.unit_id
    LEFT JOIN (
        SELECT
            f.leader,
            jsonb_agg(
                jsonb_build_object(
                    'day_offset', coalesce(import.typed_value(f.data ->> 'day_offset', 'integer'), '0'),
                    'start', coalesce(org.clock_text(import.time_of_day(f.data ->> 'start')), f.data ->> 'start'),
                    'end', coalesce(org.clock_text(import.time_of_day(f.data ->> 'end')), f.data ->> 'end'),
                    'activity', a.code,
                    'note', f.data ->> 'note'
                )
                ORDER BY lpad(f.data ->> 'day_offset', 3, '0') NULLS FIRST, import.time_of_day(f.data ->> 'start'), v.class
            ) AS lines
        FROM import.file_row AS f
        CROSS JOIN LATERAL (
            SELECT coalesce(activities ->> (f.data ->> 'activity'), f.data ->> 'activity') AS code
        ) AS a
        LEFT JOIN org.activity AS v ON v.code = a.code
        WHERE f.batch_id = batch_id AND a.code IS NOT NULL
        GROUP BY f.leader
    ) AS l ON l.leader = r.ordinal
    WHERE r.batch_id = batch_id AND r.outcome IS NULL AND r.leader = r.ordinal
    ORDER BY p.preset_id IS NULL, r.ordinal;
    PERFORM import.take_steps(batch_id);
    PERFORM import.refuse_together(batch_id, 'preset');
    UPDATE import.file_row AS r
    SET outcome = o.outcome
    FROM import.file_row AS o
    WHERE r.batch_id = batch_id AND r.outcome IS NULL AND o.batch_id = batch_id AND o.ordinal = r.leader;
END;
$$;
COMMENT ON FUNCTION import.store_presets(bigint) IS 'Stores a batch of presets, a row for each of their adjustments.';
