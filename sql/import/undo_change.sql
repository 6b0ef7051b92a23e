-- Rows depend on each other in ways that only their order in time knew: each statement is tried until none is left, or
-- none of the rest can be done. Rows to which nothing refers are written anew, so that ranges that moved past each other
-- need no order.
CREATE FUNCTION import.undo_change(change_id bigint) RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = ''
AS $$
#variable_conflict use_variable
DECLARE
    pending text[];
    left_over text[];
    statement text;
    failed_constraint text;
BEGIN
    SELECT array_agg(s.statement ORDER BY s.step, v.table_oid DESC) INTO pending
    FROM import.row_version AS v
    CROSS JOIN LATERAL (
        VALUES
        (
            1,
            format(
                'DELETE FROM %1$I.%2$I AS p USING %3$s AS w WHERE (%4$s) = (%5$s)',
                v.schema_name, v.table_name, v.written,
                'p.' || replace(v.key, ', ', ', p.'),
                'w.' || replace(v.key, ', ', ', w.')
            ) || CASE
                WHEN v.is_referred_to
                    THEN format(
                        ' AND (%1$s) NOT IN (SELECT %2$s FROM %3$s AS f)',
                        'w.' || replace(v.key, ', ', ', w.'), v.key, v.former
                    )
                ELSE ''
            END
        ),
        (
            2,
            CASE
                WHEN v.is_referred_to
                    THEN format(
                        'UPDATE %1$I.%2$I AS p SET (%3$s) = ROW(%4$s) FROM %5$s AS f WHERE (%6$s) = (%7$s) '
                        'AND (%8$s) IS DISTINCT FROM (%4$s)',
                        v.schema_name, v.table_name, v.values_listed,
                        'f.' || replace(v.values_listed, ', ', ', f.'),
                        v.former,
                        'p.' || replace(v.key, ', ', ', p.'),
                        'f.' || replace(v.key, ', ', ', f.'),
                        'p.' || replace(v.values_listed, ', ', ', p.')
                    )
            END
        ),
        (
            3,
            format(
                'INSERT INTO %1$I.%2$I (%3$s) %7$s SELECT %3$s FROM %4$s AS f '
                'WHERE (%5$s) NOT IN (SELECT %6$s FROM %1$I.%2$I AS p)',
                v.schema_name, v.table_name, v.listed, v.former,
                'f.' || replace(v.key, ', ', ', f.'),
                'p.' || replace(v.key, ', ', ', p.'),
                CASE WHEN v.has_identity THEN 'OVERRIDING SYSTEM VALUE' ELSE '' END
            )
        )
    ) AS s (step, statement)
    WHERE s.statement IS NOT NULL;

    LOOP
        left_over := '{}';
        FOREACH statement IN ARRAY pending LOOP
            BEGIN
                EXECUTE statement USING change_id;
            EXCEPTION
                WHEN integrity_constraint_violation THEN
                    GET STACKED DIAGNOSTICS failed_constraint = CONSTRAINT_NAME;
                    left_over := left_over || statement;
            END;
        END LOOP;
        EXIT WHEN left_over = '{}';
        IF cardinality(left_over) = cardinality(pending) THEN
            RAISE EXCEPTION USING
                ERRCODE = 'ST021',
                CONSTRAINT = failed_constraint,
                MESSAGE = 'What is stored now does not go together with what was stored before the import.';
        END IF;
        pending := left_over;
    END LOOP;
END;
$$;
COMMENT ON FUNCTION import.undo_change(bigint) IS
'Takes back what a change wrote: what it created is deleted, what it changed has its former version again, what it deleted '
'is back with its id. Errors: ST021 when the former rows do not fit any more.';
