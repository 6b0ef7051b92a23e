-- Imports wait for each other: each compares its file with what is stored, and that must hold still. The rows have just
-- arrived and have no statistics: planned for a few of them, nested loops would take minutes.
CREATE FUNCTION import.run(batch_id bigint, mode text, faults text, ignored jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE
SET search_path = ''
SET enable_nestloop = off
AS $$
#variable_conflict use_variable
DECLARE
    batch import.batch;
    earlier bigint;
    change bigint;
    counts jsonb;
BEGIN
    IF mode IS NULL OR mode NOT IN ('preview', 'commit') THEN
        RAISE EXCEPTION USING ERRCODE = 'ST001', COLUMN = 'mode', MESSAGE = 'mode must be preview or commit.';
    END IF;
    IF faults IS NULL OR faults NOT IN ('refuse', 'skip') THEN
        RAISE EXCEPTION USING ERRCODE = 'ST001', COLUMN = 'faults', MESSAGE = 'faults must be refuse or skip.';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('import.batch'));
    UPDATE import.batch AS b SET ignored = ignored WHERE b.batch_id = batch_id RETURNING b.* INTO STRICT batch;
    earlier := import.earlier_batch(batch_id);
    IF mode = 'commit' AND (
        SELECT
            (b.counts ->> 'refused')::integer = 0
            AND NOT EXISTS (SELECT FROM import.batch AS r WHERE r.rolled_back_at > b.imported_at)
        FROM import.batch AS b
        WHERE b.batch_id = earlier
    ) THEN
        RETURN import.answer(earlier) || '{"repeated": true}';
    END IF;

    PERFORM api.lock_nouns(
        CASE batch.kind
            WHEN 'people' THEN '{contract,membership,staff}'::text[]
            WHEN 'structure' THEN '{activity,pattern,site,unit}'
            WHEN 'staff' THEN '{membership,staff}'
            WHEN 'contracts' THEN '{contract}'
            WHEN 'holidays' THEN '{holiday}'
            WHEN 'coverage' THEN '{coverage_requirement}'
            WHEN 'duties' THEN '{duty}'
            WHEN 'presets' THEN '{preset}'
        END
    );
    CASE batch.kind
        WHEN 'people' THEN PERFORM import.store_people(batch_id);
        WHEN 'requests', 'adjustments' THEN PERFORM import.store_requests(batch_id);
        WHEN 'structure' THEN PERFORM import.store_structure(batch_id);
        WHEN 'staff' THEN PERFORM import.store_staff(batch_id);
        WHEN 'contracts' THEN PERFORM import.store_contracts(batch_id);
        WHEN 'holidays' THEN PERFORM import.store_holidays(batch_id);
        WHEN 'coverage' THEN PERFORM import.store_coverage(batch_id);
        WHEN 'duties' THEN PERFORM import.store_duties(batch_id);
        WHEN 'presets' THEN PERFORM import.store_presets(batch_id);
    END CASE;
    -- A row that says what a refused one says shares its fate.
    INSERT INTO import.fault (batch_id, ordinal, field, reason)
    SELECT r.batch_id, r.ordinal, 'row', format('the same as line %s, which is refused', min(e.line))
    FROM import.file_row AS r
    JOIN import.file_row AS e
        ON e.batch_id = r.batch_id AND e.import_key = r.import_key AND e.data = r.data AND e.ordinal < r.ordinal
    WHERE
        r.batch_id = batch_id
        AND r.outcome = 'unchanged'
        AND EXISTS (SELECT FROM import.fault AS f WHERE f.batch_id = e.batch_id AND f.ordinal = e.ordinal)
    GROUP BY r.batch_id, r.ordinal;
    -- A fault of a row that was found while it was written, and what nothing was to be done for.
    UPDATE import.file_row AS r
    SET outcome = 'refused', remark = NULL
    WHERE
        r.batch_id = batch_id
        AND r.outcome IS DISTINCT FROM 'refused'
        AND EXISTS (SELECT FROM import.fault AS f WHERE f.batch_id = r.batch_id AND f.ordinal = r.ordinal);
    UPDATE import.file_row AS r SET outcome = 'unchanged' WHERE r.batch_id = batch_id AND r.outcome IS NULL;

    change := audit.running_change();
    counts := import.counts(batch_id);
    UPDATE import.batch AS b
    SET account_id = auth.account_id(), change_id = change, counts = counts, difference = import.difference(change)
    WHERE b.batch_id = batch_id;
    IF mode = 'preview' THEN
        RETURN import.answer(batch_id) || '{"id": null, "state": "previewed", "repeated": false}';
    ELSIF faults = 'refuse' AND (counts -> 'refused')::integer > 0 THEN
        RETURN import.answer(batch_id) || '{"id": null, "state": "refused", "repeated": false}';
    ELSIF earlier IS NOT NULL
        AND (counts -> 'rows')::integer = (counts -> 'unchanged')::integer + (counts -> 'refused')::integer
    THEN
        RETURN import.answer(earlier) || '{"repeated": true}';
    END IF;
    RETURN import.answer(batch_id) || '{"repeated": false}';
END;
$$;
COMMENT ON FUNCTION import.run(bigint, text, text, jsonb) IS
'Compares the rows of a batch with what is stored and stores what differs. Returns the import with its rows, as GET shows it, and '
'whether it is repeated: the newest standing import of the kind, which was the same, when nothing is different. state: committed; '
'previewed; refused (rows have faults and faults => refuse). Unless it is committed and not repeated, the caller rolls back. '
'Errors: ST001.';
