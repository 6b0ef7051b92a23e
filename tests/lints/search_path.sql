-- Every function has an empty search path of its own: nobody can slip another object under it.
SELECT p.oid::regprocedure::text AS object
FROM pg_proc AS p
INNER JOIN pg_namespace AS n ON p.pronamespace = n.oid
WHERE
    p.prokind IN ('f', 'p', 'w')
    AND 'search_path=""' <> ALL (coalesce(p.proconfig, '{}'))
    AND n.nspowner = 'strata_owner'::regrole
    AND n.nspname NOT IN ('deploy', 'extensions')
