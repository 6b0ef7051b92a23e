-- No function promises more than a function that it calls. (PostgreSQL records the calls of
-- SQL-standard bodies only; that a function says its volatility at all is checked in its file.)
SELECT format('%s calls %s', caller.oid::regprocedure, callee.oid::regprocedure) AS object
FROM pg_depend AS d
INNER JOIN pg_proc AS caller ON d.objid = caller.oid
INNER JOIN pg_proc AS callee ON d.refobjid = callee.oid
INNER JOIN pg_namespace AS n ON caller.pronamespace = n.oid
WHERE
    d.classid = 'pg_proc'::regclass
    AND d.refclassid = 'pg_proc'::regclass
    AND position(caller.provolatile::text IN 'vsi') > position(callee.provolatile::text IN 'vsi')
    AND n.nspowner = 'strata_owner'::regrole
