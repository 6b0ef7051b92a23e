-- What stands on a change: rows of it that are not as it left them, and rows of others that refer to what it created.
-- A row that was changed since and changed back, or taken back, is as the change left it.
CREATE FUNCTION import.later_changes(change_id bigint) RETURNS TABLE (kind text, id text, later_change bigint, what text)
LANGUAGE plpgsql STABLE
SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    part import.row_version;
    reference record;
BEGIN
    FOR part IN SELECT v.* FROM import.row_version AS v ORDER BY v.schema_name, v.table_name LOOP
        RETURN QUERY EXECUTE format(
            $sql$
            WITH written AS MATERIALIZED %1$s,
            former AS MATERIALIZED %2$s,
            left_so AS (
                SELECT w.*, TRUE AS stays FROM written AS w
                UNION ALL
                SELECT f.*, FALSE AS stays FROM former AS f WHERE (%3$s) NOT IN (SELECT %3$s FROM written AS w)
            )
            SELECT
                %4$L,
                concat_ws(' ', %5$s),
                coalesce(
                    p.change_id,
                    (SELECT max(h.superseded_by) FROM %6$I.%8$I AS h WHERE (%9$s) = (%5$s))
                ),
                CASE WHEN p.change_id IS NULL THEN 'deleted' WHEN l.stays THEN 'changed' ELSE 'created again' END
            FROM left_so AS l
            LEFT JOIN %6$I.%7$I AS p ON (%10$s) = (%5$s)
            WHERE CASE
                WHEN l.stays THEN p.change_id IS NULL OR (%11$s) IS DISTINCT FROM (%12$s)
                ELSE p.change_id IS NOT NULL AND (%11$s) IS DISTINCT FROM (%12$s)
            END
            $sql$,
            part.written, part.former, part.key, part.table_name,
            'l.' || replace(part.key, ', ', ', l.'),
            part.schema_name, part.table_name, part.table_name || '_history',
            'h.' || replace(part.key, ', ', ', h.'),
            'p.' || replace(part.key, ', ', ', p.'),
            'p.' || replace(part.listed, ', ', ', p.'),
            'l.' || replace(part.listed, ', ', ', l.')
        ) USING change_id;
    END LOOP;

    FOR reference IN
        SELECT
            f.written AS parent_written,
            f.former AS parent_former,
            f.key AS parent_key,
            r.schema_name,
            r.table_name,
            r.key,
            r.written,
            (
                SELECT string_agg(format('r.%I', a.attname), ', ' ORDER BY c.place)
                FROM unnest(k.conkey) WITH ORDINALITY AS c (attnum, place)
                JOIN pg_catalog.pg_attribute AS a ON a.attrelid = k.conrelid AND a.attnum = c.attnum
            ) AS from_columns,
            (
                SELECT string_agg(format('w.%I', a.attname), ', ' ORDER BY c.place)
                FROM unnest(k.confkey) WITH ORDINALITY AS c (attnum, place)
                JOIN pg_catalog.pg_attribute AS a ON a.attrelid = k.confrelid AND a.attnum = c.attnum
            ) AS to_columns
        FROM pg_catalog.pg_constraint AS k
        JOIN import.row_version AS f ON f.table_oid = k.confrelid
        JOIN import.row_version AS r ON r.table_oid = k.conrelid
        WHERE k.contype = 'f'
        ORDER BY r.schema_name, r.table_name, k.conname
    LOOP
        RETURN QUERY EXECUTE format(
            $sql$
            SELECT %1$L, concat_ws(' ', %2$s), r.change_id, 'created'
            FROM %3$s AS w
            JOIN %4$I.%1$I AS r ON (%5$s) = (%6$s)
            WHERE
                (%7$s) NOT IN (SELECT %8$s FROM %9$s AS f)
                AND (%2$s) NOT IN (SELECT %10$s FROM %11$s AS o)
            $sql$,
            reference.table_name,
            'r.' || replace(reference.key, ', ', ', r.'),
            reference.parent_written,
            reference.schema_name,
            reference.from_columns,
            reference.to_columns,
            'w.' || replace(reference.parent_key, ', ', ', w.'),
            'f.' || replace(reference.parent_key, ', ', ', f.'),
            reference.parent_former,
            'o.' || replace(reference.key, ', ', ', o.'),
            reference.written
        ) USING change_id;
    END LOOP;
END;
$$;
COMMENT ON FUNCTION import.later_changes(bigint) IS
'Rows that stand on a change: table, id, the later change, and what it did (changed, deleted, created).';
