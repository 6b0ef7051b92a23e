-- The rows have just arrived and have no statistics: planned for a few of them, nested loops would take minutes.
-- A requirement is known by all that it says but the number of people and the end.
CREATE FUNCTION import.store_coverage(batch_id bigint) RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = ''
SET enable_nestloop = off
AS $$
#variable_conflict use_variable
BEGIN
    PERFORM import.note_unknown(batch_id, 'unit', TRUE);
    PERFORM import.note_unknown(batch_id, 'site', TRUE);
    PERFORM import.settle_refused(batch_id);
    UPDATE import.file_row AS r
    SET import_key = jsonb_build_array(
        r.data -> 'unit', r.data -> 'site', r.data -> 'weekdays', r.data -> 'dates', r.data -> 'start', r.data -> 'end',
        r.data -> 'activities', r.data -> 'from'
    )::text
    WHERE r.batch_id = batch_id AND r.outcome IS NULL;
    PERFORM import.settle_doubled(batch_id);

    WITH said AS MATERIALIZED (
        SELECT
            r.ordinal,
            jsonb_strip_nulls(jsonb_build_object(
                'unit_id', u.unit_id,
                'site_id', w.site_id,
                'weekdays', import.typed_value(r.data ->> 'weekdays', 'integers'),
                'dates', import.typed_value(r.data ->> 'dates', 'texts'),
                'start', r.data ->> 'start',
                'end', r.data ->> 'end',
                'activities', import.typed_value(r.data ->> 'activities', 'texts'),
                'from', r.data ->> 'from'
            )) AS identity,
            jsonb_strip_nulls(jsonb_build_object('people', import.typed_value(r.data ->> 'people', 'integer')))
            || CASE WHEN r.data ? 'to' THEN jsonb_build_object('to', r.data ->> 'to') ELSE '{}' END AS body
        FROM import.file_row AS r
        JOIN import.unit_reference AS u ON u.reference = r.data ->> 'unit'
        JOIN org.site AS w ON w.name = r.data ->> 'site'
        WHERE r.batch_id = batch_id AND r.outcome IS NULL
    ),
    stored AS MATERIALIZED (
        SELECT
            min(c.id) AS id,
            jsonb_strip_nulls(to_jsonb(c) - '{id,people,to,version}'::text[]) AS identity
        FROM schedule.coverage_requirement_resource AS c
        GROUP BY 2
    )
    INSERT INTO import.step (batch_id, ordinal, noun, resource_id, body, outcome)
    SELECT
        batch_id,
        s.ordinal,
        'coverage_requirement',
        c.id,
        CASE WHEN c.id IS NULL THEN s.identity || s.body ELSE s.body END,
        CASE WHEN c.id IS NULL THEN 'created' ELSE 'changed' END
    FROM said AS s
    LEFT JOIN stored AS c ON c.identity = s.identity
    ORDER BY c.id IS NULL, s.ordinal;
    PERFORM import.take_steps(batch_id);
END;
$$;
COMMENT ON FUNCTION import.store_coverage(bigint) IS 'Stores a batch of coverage requirements, one in each row.';
