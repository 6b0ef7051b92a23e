-- Who writes reports reads what each column means in the database itself.
SELECT format('%I.%I.%I', n.nspname, c.relname, a.attname) AS object
FROM pg_class AS c
INNER JOIN pg_namespace AS n ON c.relnamespace = n.oid
INNER JOIN pg_attribute AS a ON c.oid = a.attrelid
WHERE
    n.nspname = 'reporting'
    AND c.relkind IN ('r', 'p', 'v', 'm')
    AND a.attnum > 0
    AND NOT a.attisdropped
    AND col_description(c.oid, a.attnum) IS NULL
