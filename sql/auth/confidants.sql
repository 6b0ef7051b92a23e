CREATE FUNCTION auth.confidants() RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL RESTRICTED ROWS 300
SET search_path = ''
BEGIN ATOMIC
    SELECT auth.people_of('manager')
    UNION
    SELECT a.own
    FROM auth.own_staff_id() AS a (own)
    WHERE a.own IS NOT NULL;
END;
COMMENT ON FUNCTION auth.confidants() IS
'The people whose private activities, notes and reasons the acting account may read: itself, and those it manages.';
GRANT EXECUTE ON FUNCTION auth.confidants() TO strata_user, strata_bi;
