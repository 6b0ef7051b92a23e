-- Every function says what it is for.
SELECT p.oid::regprocedure::text AS object
FROM pg_proc AS p
INNER JOIN pg_namespace AS n ON p.pronamespace = n.oid
WHERE
    obj_description(p.oid, 'pg_proc') IS NULL
    AND n.nspowner = 'strata_owner'::regrole
    AND n.nspname NOT IN ('deploy', 'extensions')
