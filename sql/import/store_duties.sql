-- The rows have just arrived and have no statistics: planned for a few of them, nested loops would take minutes.
-- A duty is known by its name, day, unit and start. Who has left kept the duties where the file comes from, so it keeps them here.
CREATE FUNCTION import.store_duties(batch_id bigint) RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = ''
SET enable_nestloop = off
AS $$
#variable_conflict use_variable
DECLARE
    by_profile CONSTANT boolean := (SELECT b.options ? 'person' FROM import.batch AS b WHERE b.batch_id = batch_id);
BEGIN
    IF by_profile THEN
        UPDATE import.file_row AS r
        SET staff_id = g.staff_id
        FROM import.find_people(batch_id) AS g
        WHERE r.batch_id = batch_id AND r.ordinal = g.ordinal;
        INSERT INTO import.fault (batch_id, ordinal, field, reason)
        SELECT r.batch_id, r.ordinal, 'person', format('nobody is known by %s', coalesce(r.data ->> 'person', 'nothing'))
        FROM import.file_row AS r
        WHERE r.batch_id = batch_id AND r.staff_id IS NULL;
    ELSE
        PERFORM import.note_unknown(batch_id, 'employee_number', TRUE);
        UPDATE import.file_row AS r
        SET staff_id = s.staff_id
        FROM org.staff AS s
        WHERE r.batch_id = batch_id AND s.employee_number = r.data ->> 'employee_number';
    END IF;
    PERFORM import.note_unknown(batch_id, 'unit', FALSE);
    PERFORM import.note_unknown(batch_id, 'day', TRUE);
    PERFORM import.settle_refused(batch_id);
    UPDATE import.file_row AS r
    SET import_key = jsonb_build_array(r.data -> 'name', r.data -> 'day', r.data -> 'unit', r.data -> 'start')::text
    WHERE r.batch_id = batch_id AND r.outcome IS NULL;
    PERFORM import.settle_doubled(batch_id);

    INSERT INTO import.step (batch_id, ordinal, noun, resource_id, body, outcome)
    SELECT
        batch_id,
        r.ordinal,
        'duty',
        d.duty_id,
        jsonb_build_object('staff_id', r.staff_id)
        || CASE WHEN r.data ? 'note' THEN jsonb_build_object('note', r.data ->> 'note') ELSE '{}' END
        || CASE WHEN r.data ? 'end' THEN jsonb_build_object('end', r.data ->> 'end') ELSE '{}' END
        || CASE
            WHEN d.duty_id IS NULL
                THEN jsonb_strip_nulls(jsonb_build_object(
                    'name', r.data ->> 'name', 'day', r.data ->> 'day', 'unit_id', u.unit_id, 'start', r.data ->> 'start'
                ))
            ELSE '{}'
        END,
        CASE WHEN d.duty_id IS NULL THEN 'created' ELSE 'changed' END
    FROM import.file_row AS r
    LEFT JOIN import.unit_reference AS u ON u.reference = r.data ->> 'unit'
    LEFT JOIN schedule.duty AS d
        ON d.name = r.data ->> 'name'
        AND d.day = (r.data ->> 'day')::date
        AND d.unit_id IS NOT DISTINCT FROM u.unit_id
        AND org.clock_text(d.start_minute) IS NOT DISTINCT FROM r.data ->> 'start'
    WHERE r.batch_id = batch_id AND r.outcome IS NULL
    ORDER BY d.duty_id IS NULL, r.ordinal;
    PERFORM set_config('strata.duties_of_anybody', 'on', TRUE);
    PERFORM import.take_steps(batch_id);
    PERFORM set_config('strata.duties_of_anybody', '', TRUE);
END;
$$;
COMMENT ON FUNCTION import.store_duties(bigint) IS
'Stores a batch of duties, one in each row. Errors: ST001 no file of people was imported.';
