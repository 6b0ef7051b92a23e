-- Every table and view says what it holds.
SELECT format('%I.%I', n.nspname, c.relname) AS object
FROM pg_class AS c
INNER JOIN pg_namespace AS n ON c.relnamespace = n.oid
WHERE
    c.relkind IN ('r', 'p', 'v', 'm')
    AND obj_description(c.oid, 'pg_class') IS NULL
    AND n.nspowner = 'strata_owner'::regrole
    AND n.nspname NOT IN ('deploy', 'extensions')
