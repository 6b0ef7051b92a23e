-- The changes of every table that keeps its history. A version that follows on another is an update; a version that
-- nothing follows is a delete. Tells which row, never what is in it.
DO $$
DECLARE
    rows_changed text;
BEGIN
    SELECT
        string_agg(
            format(
                $branch$
                SELECT %1$L AS relation, concat_ws(' ', %2$s) AS row_id, change_id, TRUE AS began, FALSE AS ended FROM %3$s
                UNION ALL
                SELECT %1$L AS relation, concat_ws(' ', %2$s), change_id, TRUE, FALSE FROM %4$s
                UNION ALL
                SELECT %1$L AS relation, concat_ws(' ', %2$s), superseded_by, FALSE, TRUE FROM %4$s
                $branch$,
                t.schema_name || '.' || t.table_name,
                (SELECT string_agg(quote_ident(k.name), ', ' ORDER BY k.place)
                    FROM unnest(t.key_columns) WITH ORDINALITY AS k (name, place)),
                format('%I.%I', t.schema_name, t.table_name),
                format('%I.%I', t.schema_name, t.table_name || '_history')
            ),
            ' UNION ALL ' ORDER BY t.schema_name, t.table_name
        )
    INTO STRICT rows_changed
    FROM audit.domain_table AS t;
    EXECUTE format(
        $view$
        CREATE VIEW reporting.audit_trail WITH (security_invoker = TRUE) AS
        SELECT
            x.recorded_at AS occurred_at,
            x.change_id,
            x.account_id,
            a.name AS account,
            x.database_login::text AS login,
            c.relation,
            c.row_id,
            c.action
        FROM (
            SELECT
                v.change_id,
                v.relation,
                v.row_id,
                CASE WHEN NOT bool_or(v.ended) THEN 'insert' WHEN bool_or(v.began) THEN 'update' ELSE 'delete' END AS action
            FROM (%s) AS v
            GROUP BY v.change_id, v.relation, v.row_id
        ) AS c
        JOIN audit.transaction AS x ON x.change_id = c.change_id
        LEFT JOIN auth.account AS a ON a.account_id = x.account_id
        $view$,
        rows_changed
    );
END;
$$;
COMMENT ON VIEW reporting.audit_trail IS
'Who changed which row when, one row per change and row; what a change did to a row that it made and deleted itself is not kept.';
COMMENT ON COLUMN reporting.audit_trail.occurred_at IS 'When the change was made.';
COMMENT ON COLUMN reporting.audit_trail.change_id IS 'The change: what one transaction did has one number.';
COMMENT ON COLUMN reporting.audit_trail.account_id IS 'The account that acted; null for who worked in the database itself.';
COMMENT ON COLUMN reporting.audit_trail.account IS 'Name of that account.';
COMMENT ON COLUMN reporting.audit_trail.login IS 'The database login.';
COMMENT ON COLUMN reporting.audit_trail.relation IS 'The table, with its schema.';
COMMENT ON COLUMN reporting.audit_trail.row_id IS 'Key of the row in that table.';
COMMENT ON COLUMN reporting.audit_trail.action IS
'insert, update or delete; an update whose former version is past the retention shows as insert.';
GRANT SELECT ON reporting.audit_trail TO strata_bi;
