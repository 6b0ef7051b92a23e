-- The rows have just arrived and have no statistics: planned for a few of them, nested loops would take minutes.
-- A holiday is known by its site, day and start.
CREATE FUNCTION import.store_holidays(batch_id bigint) RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = ''
SET enable_nestloop = off
AS $$
#variable_conflict use_variable
DECLARE
    usual_site CONSTANT text := (SELECT b.options ->> 'site' FROM import.batch AS b WHERE b.batch_id = batch_id);
BEGIN
    UPDATE import.file_row AS r
    SET data = r.data || jsonb_build_object('site', usual_site)
    WHERE r.batch_id = batch_id AND r.data ->> 'site' IS NULL AND usual_site IS NOT NULL;
    PERFORM import.note_unknown(batch_id, 'site', TRUE);
    PERFORM import.note_unknown(batch_id, 'day', TRUE);
    PERFORM import.settle_refused(batch_id);
    UPDATE import.file_row AS r
    SET import_key = concat_ws(' ', r.data ->> 'day', r.data ->> 'start', r.data ->> 'site')
    WHERE r.batch_id = batch_id AND r.outcome IS NULL;
    PERFORM import.settle_doubled(batch_id);

    INSERT INTO import.step (batch_id, ordinal, noun, resource_id, body, outcome)
    SELECT
        batch_id,
        r.ordinal,
        'holiday',
        h.id,
        jsonb_strip_nulls(jsonb_build_object('name', r.data ->> 'name'))
        || CASE WHEN h.id IS NULL THEN jsonb_build_object('site_id', w.site_id, 'day', r.data ->> 'day') ELSE '{}' END
        || CASE WHEN r.data ? 'start' THEN jsonb_build_object('start', r.data ->> 'start') ELSE '{}' END
        || CASE WHEN r.data ? 'end' THEN jsonb_build_object('end', r.data ->> 'end') ELSE '{}' END,
        CASE WHEN h.id IS NULL THEN 'created' ELSE 'changed' END
    FROM import.file_row AS r
    JOIN org.site AS w ON w.name = r.data ->> 'site'
    LEFT JOIN org.holiday_resource AS h
        ON h.site_id = w.site_id
        AND h.day = (r.data ->> 'day')::date
        AND h.start IS NOT DISTINCT FROM r.data ->> 'start'
    WHERE r.batch_id = batch_id AND r.outcome IS NULL
    ORDER BY h.id IS NULL, r.ordinal;
    PERFORM import.take_steps(batch_id);
END;
$$;
COMMENT ON FUNCTION import.store_holidays(bigint) IS 'Stores a batch of holidays, one in each row.';
