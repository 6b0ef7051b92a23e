-- A view reads with the rights of who asks, so row security holds through it.
SELECT format('%I.%I', n.nspname, c.relname) AS object
FROM pg_class AS c
INNER JOIN pg_namespace AS n ON c.relnamespace = n.oid
WHERE
    c.relkind = 'v'
    AND 'security_invoker=true' <> ALL (lower(coalesce(c.reloptions, '{}')::text)::text[])
    AND n.nspowner = 'strata_owner'::regrole
    AND n.nspname <> 'extensions'
