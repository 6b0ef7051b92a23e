CREATE FUNCTION auth.confidants() RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED ROWS 300
SET search_path = ''
AS $$
DECLARE
    own CONSTANT bigint := auth.own_staff_id();
BEGIN
    -- Itself may come twice: who asks whether somebody is among them does not mind.
    IF own IS NOT NULL THEN
        RETURN NEXT own;
    END IF;
    IF auth.holds('manager') THEN
        RETURN QUERY SELECT p FROM auth.people_of('manager') AS p;
    END IF;
END;
$$;
COMMENT ON FUNCTION auth.confidants() IS
'The people whose private activities, notes and reasons the acting account may read: itself, and those it manages.';
GRANT EXECUTE ON FUNCTION auth.confidants() TO strata_user, strata_bi;
