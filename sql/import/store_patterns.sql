-- The rows have just arrived and have no statistics: planned for a few of them, nested loops would take minutes.
-- A pattern is one resource with its lines: the row of the pattern leads, or the first line where there is none. Of a new
-- pattern all versions are stored, one after the other; of one that exists only the newest can be different.
CREATE FUNCTION import.store_patterns(batch_id bigint) RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = ''
SET enable_nestloop = off
AS $$
#variable_conflict use_variable
DECLARE
    versions integer;
BEGIN
    UPDATE import.file_row AS r
    SET leader = g.leader
    FROM (
        SELECT
            f.ordinal,
            first_value(f.ordinal) OVER (
                PARTITION BY coalesce(f.data ->> 'pattern', f.data ->> 'name')
                ORDER BY f.data ->> 'record' = 'pattern_line', f.ordinal
            ) AS leader
        FROM import.file_row AS f
        WHERE f.batch_id = batch_id AND f.data ->> 'record' IN ('pattern', 'pattern_line') AND f.import_key IS NOT NULL
    ) AS g
    WHERE r.batch_id = batch_id AND r.ordinal = g.ordinal;
    PERFORM import.refuse_together(batch_id, 'pattern');

    SELECT max(v.place) INTO versions
    FROM import.pattern_version AS v
    WHERE v.batch_id = batch_id;
    FOR place IN 0..coalesce(versions, 0) LOOP
        INSERT INTO import.step (batch_id, ordinal, noun, resource_id, body, outcome)
        SELECT
            batch_id,
            r.ordinal,
            'pattern',
            p.pattern_id,
            jsonb_strip_nulls(jsonb_build_object(
                'name', coalesce(r.data ->> 'pattern', r.data ->> 'name'),
                'days', import.typed_value(r.data ->> 'days', 'integer'),
                'from', v.from_day
            )) || CASE
                WHEN v.lines IS NOT NULL OR p.pattern_id IS NULL THEN jsonb_build_object('lines', coalesce(v.lines, '[]'))
                ELSE '{}'
            END,
            CASE WHEN p.pattern_id IS NULL THEN 'created' ELSE 'changed' END
        FROM import.file_row AS r
        LEFT JOIN schedule.pattern AS p ON p.name = coalesce(r.data ->> 'pattern', r.data ->> 'name')
        LEFT JOIN import.pattern_version AS v
            ON v.batch_id = batch_id
            AND v.leader = r.ordinal
            AND CASE WHEN place = 0 AND p.pattern_id IS NOT NULL THEN v.is_newest ELSE v.place = place END
        WHERE
            r.batch_id = batch_id
            AND r.leader = r.ordinal
            AND CASE WHEN place = 0 THEN r.outcome IS NULL ELSE r.outcome = 'created' AND v.place IS NOT NULL END
        ORDER BY r.ordinal;
        PERFORM import.take_steps(batch_id);
    END LOOP;

    -- What is wrong with a line belongs to its own row.
    UPDATE import.fault AS f
    SET ordinal = m.ordinal, field = split_part(f.field, '/', 3)
    FROM (
        SELECT
            r.ordinal,
            r.leader,
            row_number() OVER (PARTITION BY r.leader ORDER BY lpad(r.data ->> 'day', 4, '0'), r.data ->> 'start') - 1 AS place
        FROM import.file_row AS r
        WHERE r.batch_id = batch_id AND r.data ->> 'record' = 'pattern_line' AND r.outcome IS NULL
    ) AS m
    WHERE f.batch_id = batch_id AND f.ordinal = m.leader AND f.field LIKE format('lines/%s/%%', m.place);
    PERFORM import.refuse_together(batch_id, 'pattern');
    UPDATE import.file_row AS r
    SET outcome = o.outcome
    FROM import.file_row AS o
    WHERE r.batch_id = batch_id AND r.outcome IS NULL AND o.batch_id = batch_id AND o.ordinal = r.leader;
END;
$$;
COMMENT ON FUNCTION import.store_patterns(bigint) IS 'Stores the patterns of a batch of structure, each with its lines.';
