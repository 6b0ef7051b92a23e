CREATE FUNCTION import.roll_back(batch_id bigint) RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = ''
AS $$
#variable_conflict use_variable
DECLARE
    batch import.batch;
    people bigint[] := '{}';
    part import.row_version;
    touched bigint[];
    faults jsonb;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('import.batch'));
    SELECT b.* INTO batch FROM import.batch AS b WHERE b.batch_id = batch_id;
    IF batch.batch_id IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'ST004', COLUMN = 'id', MESSAGE = format('There is no import %s.', batch_id);
    END IF;
    IF batch.state = 'rolled_back' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST022', COLUMN = 'id', MESSAGE = format('Import %s was rolled back already.', batch_id);
    END IF;
    -- Older than the columns that tell what it was, or than the versions that are kept.
    IF (batch.change_id IS NULL AND NOT batch.counts ? 'rows')
        OR EXISTS (
            SELECT FROM audit.transaction AS t
            JOIN audit.history_horizon AS h ON t.recorded_at <= h.kept_from
            WHERE t.change_id = batch.change_id
        )
    THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST023',
            COLUMN = 'id',
            MESSAGE = format('Import %s is too old: what was stored before it is not kept any more.', batch_id);
    END IF;

    IF batch.change_id IS NOT NULL THEN
        PERFORM api.lock_nouns(ARRAY(SELECT n.noun FROM api.resource AS n));
        -- Whoever writes for these people waits, and so does whoever changes one of the rows.
        FOR part IN SELECT v.* FROM import.row_version AS v WHERE v.has_staff LOOP
            EXECUTE format('SELECT array_agg(DISTINCT w.staff_id) FROM %s AS w', part.written)
            INTO touched USING batch.change_id;
            people := people || coalesce(touched, '{}');
        END LOOP;
        PERFORM schedule.lock_staff(people);
        FOR part IN SELECT v.* FROM import.row_version AS v ORDER BY v.table_oid LOOP
            EXECUTE format(
                'SELECT FROM %1$I.%2$I AS p WHERE p.change_id = $1 ORDER BY %3$s FOR UPDATE',
                part.schema_name, part.table_name, 'p.' || replace(part.key, ', ', ', p.')
            ) USING batch.change_id;
        END LOOP;

        SELECT jsonb_agg(
            jsonb_build_object(
                'pointer', format('/%s/%s', g.kind, g.id),
                'detail', format(
                    '%s %s was %s on %s by %s (change %s).',
                    g.kind, g.id, g.what,
                    to_char(t.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS "UTC"'),
                    coalesce(a.name, t.database_login::text),
                    g.later_change
                )
            )
            ORDER BY g.later_change, g.kind, g.id
        ) INTO faults
        FROM (
            SELECT l.* FROM import.later_changes(batch.change_id) AS l ORDER BY l.later_change, l.kind, l.id LIMIT 20
        ) AS g
        LEFT JOIN audit.transaction AS t ON t.change_id = g.later_change
        LEFT JOIN auth.account AS a ON a.account_id = t.account_id;
        IF faults IS NOT NULL THEN
            RAISE EXCEPTION USING
                ERRCODE = 'ST021',
                MESSAGE = format('Later changes stand on import %s: %s', batch_id, faults -> 0 ->> 'detail'),
                DETAIL = faults::text;
        END IF;
        PERFORM import.undo_change(batch.change_id);
    END IF;
    UPDATE import.batch AS b
    SET state = 'rolled_back', rolled_back_at = clock_timestamp(), rolled_back_by = auth.account_id()
    WHERE b.batch_id = batch_id;
END;
$$;
COMMENT ON FUNCTION import.roll_back(bigint) IS
'Takes an import back, exactly: created rows are deleted, changed ones are as before, deleted ones are back. Errors: ST004 no '
'such import, ST021 later changes stand on it (all are named, the first in the message), ST022 rolled back already, ST023 too old.';
