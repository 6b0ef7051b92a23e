-- Files say a person by number, address or name. What became of a row stays, what it said does not.
CREATE FUNCTION audit.erase_imports(staff_id bigint, numbers text[], names text[]) RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = ''
AS $$
#variable_conflict use_variable
DECLARE
    batches bigint[];
    ordinals integer[];
BEGIN
    SELECT array_agg(r.batch_id), array_agg(r.ordinal) INTO STRICT batches, ordinals
    FROM import.file_row AS r
    WHERE
        r.staff_id = staff_id
        OR r.request_id IN (SELECT q.request_id FROM schedule.request AS q WHERE q.staff_id = staff_id)
        -- Of a row that stands for somebody else a namesake or a later holder of the number says nothing.
        OR (
            num_nonnulls(r.staff_id, r.request_id) = 0
            AND (
                r.data ->> 'employee_number' = ANY(numbers)
                OR r.data ->> 'person' = ANY(numbers)
                OR jsonb_path_exists(
                    lower(r.data::text)::jsonb,
                    '$.** ? (@.type() == "string" && @ == $known[*])',
                    jsonb_build_object('known', lower(to_jsonb(names)::text)::jsonb)
                )
            )
        );
    UPDATE import.file_row AS r SET data = '{}', import_key = NULL, remark = NULL
    FROM unnest(batches, ordinals) AS g (batch_id, ordinal)
    WHERE r.batch_id = g.batch_id AND r.ordinal = g.ordinal;
    UPDATE import.fault AS f SET reason = 'Erased.'
    FROM unnest(batches, ordinals) AS g (batch_id, ordinal)
    WHERE f.batch_id = g.batch_id AND f.ordinal = g.ordinal;
    UPDATE import.person AS p SET employee_number = NULL, name = NULL, email = NULL
    FROM unnest(batches, ordinals) AS g (batch_id, ordinal)
    WHERE p.batch_id = g.batch_id AND p.ordinal = g.ordinal;
    UPDATE import.segment AS s SET note = NULL
    FROM unnest(batches, ordinals) AS g (batch_id, ordinal)
    WHERE s.batch_id = g.batch_id AND s.ordinal = g.ordinal;
    DELETE FROM import.step AS s
    USING unnest(batches, ordinals) AS g (batch_id, ordinal)
    WHERE s.batch_id = g.batch_id AND s.ordinal = g.ordinal;
    UPDATE import.batch AS b SET file_name = 'erased'
    WHERE EXISTS (SELECT FROM unnest(names) AS k (known) WHERE strpos(lower(b.file_name), lower(k.known)) > 0);
END;
$$;
COMMENT ON FUNCTION audit.erase_imports(bigint, text[], text[]) IS
'Empties the rows of imports that stand for a person, and those that stand for nobody and name one of the employee numbers, or one of
the names or addresses.';
