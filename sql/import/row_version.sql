-- Statements about one table are put together from these parts. $1 is the change. "written" has the versions of the
-- change that others could see, "former" those that it ended: a row in both was changed, in the first alone created, in
-- the second alone deleted.
CREATE VIEW import.row_version WITH (security_invoker = TRUE) AS
WITH part AS (
    SELECT
        t.*,
        (
            SELECT string_agg(format('%I', a.name), ', ')
            FROM unnest(t.columns) AS a (name)
        ) AS listed,
        (
            SELECT string_agg(format('r.%I', a.name), ', ')
            FROM unnest(t.columns) AS a (name)
        ) AS named,
        (
            SELECT string_agg(format('%I', a.name), ', ')
            FROM unnest(t.columns) AS a (name)
            WHERE array_position(t.key_columns, a.name) IS NULL
        ) AS values_listed,
        (
            SELECT string_agg(format('%I', a.name), ', ')
            FROM unnest(t.key_columns) AS a (name)
        ) AS key
    FROM audit.domain_table AS t
)

SELECT
    p.table_oid,
    p.schema_name,
    p.table_name,
    p.has_identity,
    array_position(p.columns, 'staff_id') IS NOT NULL AS has_staff,
    (
        SELECT count(*) > 0
        FROM pg_catalog.pg_constraint AS f
        WHERE f.contype = 'f' AND f.confrelid = p.table_oid
    ) AS is_referred_to,
    format(
        '(SELECT %1$s FROM %2$I.%3$I AS r WHERE r.change_id = $1 UNION ALL '
        'SELECT %1$s FROM %2$I.%4$I AS r WHERE r.change_id = $1 AND r.superseded_by <> $1)',
        p.named, p.schema_name, p.table_name, p.table_name || '_history'
    ) AS written,
    format(
        '(SELECT %1$s FROM %2$I.%3$I AS r WHERE r.superseded_by = $1 AND r.change_id IS DISTINCT FROM $1)',
        p.named, p.schema_name, p.table_name || '_history'
    ) AS former,
    p.key,
    p.listed,
    p.values_listed
FROM part AS p;
COMMENT ON VIEW import.row_version IS
'For every table that keeps its history: SQL for the versions that a change wrote and those that it ended, and its columns.';
