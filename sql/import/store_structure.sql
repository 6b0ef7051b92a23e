-- The rows have just arrived and have no statistics: planned for a few of them, nested loops would take minutes.
-- What others are made of comes first: sites, activities and their stand-ins, units from the top down, patterns.
CREATE FUNCTION import.store_structure(batch_id bigint) RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = ''
SET enable_nestloop = off
AS $$
#variable_conflict use_variable
DECLARE
    options CONSTANT jsonb := (SELECT b.options FROM import.batch AS b WHERE b.batch_id = batch_id);
    activities CONSTANT jsonb := options -> 'activities';
    top_unit CONSTANT text := options ->> 'unit';
    added bigint;
BEGIN
    UPDATE import.file_row AS r
    SET data = r.data || '{"record": "unit"}'
    WHERE r.batch_id = batch_id AND r.data ->> 'record' IS NULL;
    UPDATE import.file_row AS r
    SET data = r.data || jsonb_build_object('parent', top_unit)
    WHERE
        r.batch_id = batch_id
        AND r.data ->> 'record' = 'unit'
        AND r.data ->> 'parent' IS NULL
        AND r.data ->> 'name' <> top_unit;
    INSERT INTO import.fault (batch_id, ordinal, field, reason)
    SELECT
        r.batch_id, r.ordinal, 'record',
        format('%s is none of site, activity, unit, pattern, pattern_line', r.data ->> 'record')
    FROM import.file_row AS r
    WHERE r.batch_id = batch_id AND NOT r.data ->> 'record' IN ('site', 'activity', 'unit', 'pattern', 'pattern_line');
    INSERT INTO import.fault (batch_id, ordinal, field, reason)
    SELECT r.batch_id, r.ordinal, k.name, 'is missing'
    FROM import.file_row AS r
    CROSS JOIN LATERAL (
        SELECT CASE r.data ->> 'record' WHEN 'activity' THEN 'code' WHEN 'pattern_line' THEN 'pattern' ELSE 'name' END AS name
    ) AS k
    WHERE r.batch_id = batch_id AND r.data ->> k.name IS NULL;
    PERFORM import.note_unknown(batch_id, 'from', FALSE);
    PERFORM import.settle_refused(batch_id);
    UPDATE import.file_row AS r
    SET import_key = CASE r.data ->> 'record'
        WHEN 'activity' THEN 'activity ' || (r.data ->> 'code')
        WHEN 'unit' THEN concat('unit ', r.data -> 'name', r.data -> 'parent')
        WHEN 'pattern_line'
            THEN concat('line ', r.data -> 'pattern', r.data -> 'from', r.data -> 'day', r.data -> 'start')
        ELSE concat_ws(' ', r.data ->> 'record', r.data ->> 'name')
    END
    WHERE r.batch_id = batch_id AND r.outcome IS NULL;
    PERFORM import.settle_doubled(batch_id);

    INSERT INTO import.step (batch_id, ordinal, noun, resource_id, body, outcome)
    SELECT
        batch_id, r.ordinal, 'site', s.site_id,
        jsonb_strip_nulls(jsonb_build_object('name', r.data ->> 'name', 'time_zone', r.data ->> 'time_zone')),
        CASE WHEN s.site_id IS NULL THEN 'created' ELSE 'changed' END
    FROM import.file_row AS r
    LEFT JOIN org.site AS s ON s.name = r.data ->> 'name'
    WHERE r.batch_id = batch_id AND r.outcome IS NULL AND r.data ->> 'record' = 'site'
    ORDER BY r.ordinal;
    INSERT INTO import.step (batch_id, ordinal, noun, resource_id, body, outcome)
    SELECT
        batch_id, r.ordinal, 'activity', a.activity_id,
        jsonb_strip_nulls(jsonb_build_object(
            'code', v.code,
            'name', r.data ->> 'name',
            'colour', r.data ->> 'colour',
            'class', import.typed_value(r.data ->> 'class', 'integer'),
            'works', import.typed_value(r.data ->> 'works', 'boolean'),
            'available', import.typed_value(r.data ->> 'available', 'boolean'),
            'absent', import.typed_value(r.data ->> 'absent', 'boolean'),
            'private', import.typed_value(r.data ->> 'private', 'boolean')
        )) || CASE WHEN r.data ? 'shown_as' THEN jsonb_build_object('shown_as', r.data ->> 'shown_as') ELSE '{}' END,
        CASE WHEN a.activity_id IS NULL THEN 'created' ELSE 'changed' END
    FROM import.file_row AS r
    CROSS JOIN LATERAL (SELECT coalesce(activities ->> (r.data ->> 'code'), r.data ->> 'code') AS code) AS v
    LEFT JOIN org.activity AS a ON a.code = v.code
    WHERE r.batch_id = batch_id AND r.outcome IS NULL AND r.data ->> 'record' = 'activity'
    ORDER BY r.data ->> 'shown_as' IS NOT NULL, r.ordinal;
    PERFORM import.take_steps(batch_id);

    -- A unit follows its parent; each round takes those whose parent stands.
    LOOP
        INSERT INTO import.step (batch_id, ordinal, noun, resource_id, body, outcome)
        SELECT
            batch_id, r.ordinal, 'unit', u.unit_id,
            CASE
                WHEN u.unit_id IS NULL THEN jsonb_build_object('name', r.data ->> 'name', 'parent_id', p.unit_id)
                ELSE '{}'
            END || jsonb_strip_nulls(jsonb_build_object(
                'short_name', r.data ->> 'short_name',
                'colour', r.data ->> 'colour',
                'display_order', import.typed_value(r.data ->> 'display_order', 'integer')
            )),
            CASE WHEN u.unit_id IS NULL THEN 'created' ELSE 'changed' END
        FROM import.file_row AS r
        LEFT JOIN import.unit_reference AS p ON p.reference = r.data ->> 'parent'
        LEFT JOIN org.unit AS u ON u.name = r.data ->> 'name' AND u.parent_id IS NOT DISTINCT FROM p.unit_id
        WHERE
            r.batch_id = batch_id
            AND r.outcome IS NULL
            AND r.data ->> 'record' = 'unit'
            AND (r.data ->> 'parent' IS NULL OR p.unit_id IS NOT NULL)
        ORDER BY r.ordinal;
        GET DIAGNOSTICS added = ROW_COUNT;
        EXIT WHEN added = 0;
        UPDATE import.file_row AS r
        SET outcome = 'unchanged'
        FROM import.step AS s
        WHERE r.batch_id = batch_id AND s.batch_id = batch_id AND r.ordinal = s.ordinal;
        PERFORM import.take_steps(batch_id);
    END LOOP;
    INSERT INTO import.fault (batch_id, ordinal, field, reason)
    SELECT
        r.batch_id, r.ordinal, 'parent',
        format('there is no unit %s, or more than one: give its path, such as "Acme / Sales"', r.data ->> 'parent')
    FROM import.file_row AS r
    WHERE r.batch_id = batch_id AND r.outcome IS NULL AND r.data ->> 'record' = 'unit';
    PERFORM import.store_patterns(batch_id);
END;
$$;
COMMENT ON FUNCTION import.store_structure(bigint) IS
'Stores a batch of structure: sites, activities, units, patterns and their lines, as the record of each row says. The option
unit is the parent of units that name none.';
