-- Every function has an empty search path of its own, with temporary objects behind PostgreSQL's: nobody can slip another
-- object or type under it.
SELECT p.oid::regprocedure::text AS object
FROM pg_proc AS p
INNER JOIN pg_namespace AS n ON p.pronamespace = n.oid
WHERE
    p.prokind IN ('f', 'p', 'w')
    AND 'search_path="", pg_temp' <> ALL (coalesce(p.proconfig, '{}'))
    AND n.nspowner = 'strata_owner'::regrole
    AND n.nspname NOT IN ('deploy', 'extensions')
