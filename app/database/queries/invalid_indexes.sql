-- Indexes that an interrupted CREATE INDEX CONCURRENTLY left behind: written, never read.
SELECT format('%I.%I', n.nspname, c.relname) AS identity
FROM pg_index AS i
INNER JOIN pg_class AS c ON i.indexrelid = c.oid
INNER JOIN pg_namespace AS n ON c.relnamespace = n.oid
WHERE
    NOT i.indisvalid
    AND c.relkind = 'i'
    AND pg_get_userbyid(n.nspowner) = 'strata_owner'
ORDER BY identity
