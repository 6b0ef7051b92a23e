-- A row that says again what an earlier one has said changes nothing.
CREATE FUNCTION import.settle_people(batch_id bigint) RETURNS void
LANGUAGE sql VOLATILE
SET search_path = ''
BEGIN ATOMIC
    UPDATE import.file_row AS r
    SET
        outcome = CASE
            WHEN g.ordinal <> g.first_ordinal THEN 'unchanged'
            WHEN NOT g.known THEN 'created'
            WHEN g.changes <> '' THEN 'changed'
            ELSE 'unchanged'
        END,
        remark = CASE
            WHEN g.ordinal <> g.first_ordinal THEN format('the same as line %s', g.first_line)
            WHEN g.known THEN nullif(g.changes, '')
        END,
        staff_id = g.staff_id
    FROM (
        SELECT
            p.ordinal,
            p.known,
            p.staff_id,
            concat_ws(
                ', ',
                CASE WHEN s.name <> p.name THEN 'name' END,
                CASE WHEN s.email IS DISTINCT FROM coalesce(p.email, s.email) THEN 'e-mail address' END,
                CASE WHEN p.unit_step IS NOT NULL THEN 'unit' END,
                CASE WHEN p.pattern_step IS NOT NULL THEN 'contract' END
            ) AS changes,
            first_value(p.ordinal) OVER same AS first_ordinal,
            first_value(f.line) OVER same AS first_line
        FROM import.person AS p
        INNER JOIN import.file_row AS f ON p.batch_id = f.batch_id AND p.ordinal = f.ordinal
        LEFT JOIN org.staff AS s ON p.staff_id = s.staff_id
        WHERE p.batch_id = settle_people.batch_id
        WINDOW same AS (
            PARTITION BY p.employee_number
            ORDER BY p.ordinal
        )
    ) AS g
    WHERE r.batch_id = settle_people.batch_id AND r.ordinal = g.ordinal AND r.outcome IS NULL;
END;
COMMENT ON FUNCTION import.settle_people(bigint) IS
'Decides what becomes of the rows of a batch of people that nothing speaks against.';
