-- A history table has the columns of its base table, the time in which a row held, and the change that ended it.
SELECT format('%I.%I', n.nspname, history.relname) AS object
FROM pg_class AS history
INNER JOIN pg_namespace AS n ON history.relnamespace = n.oid
LEFT JOIN pg_class AS base
    ON
        history.relnamespace = base.relnamespace
        AND history.relname = base.relname || '_history'
WHERE
    history.relkind IN ('r', 'p')
    AND history.relname LIKE '%\_history'
    AND n.nspowner = 'strata_owner'::regrole
    AND (
        SELECT array_agg((a.attname, format_type(a.atttypid, a.atttypmod))::text ORDER BY a.attname)
        FROM pg_attribute AS a
        WHERE a.attrelid = history.oid AND a.attnum > 0 AND NOT a.attisdropped
    ) IS DISTINCT FROM (
        SELECT array_agg((c.name, c.type)::text ORDER BY c.name)
        FROM (
            SELECT a.attname, format_type(a.atttypid, a.atttypmod)
            FROM pg_attribute AS a
            WHERE a.attrelid = base.oid AND a.attnum > 0 AND NOT a.attisdropped
            UNION ALL
            VALUES ('recorded', 'tstzrange'), ('superseded_by', 'bigint')
        ) AS c (name, type)
    )
