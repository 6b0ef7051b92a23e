CREATE FUNCTION auth.visible_staff() RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED ROWS 300
SET search_path = ''
AS $$
DECLARE
    read CONSTANT bigint[] := auth.units('viewer');
BEGIN
    IF auth.holds_everywhere('viewer') THEN
        RETURN QUERY SELECT s.staff_id FROM org.staff AS s;
        RETURN;
    END IF;
    RETURN QUERY
    SELECT m.staff_id FROM org.membership AS m WHERE m.unit_id = ANY(read)
    UNION
    SELECT s.staff_id FROM org.secondment AS s WHERE s.unit_id = ANY(read)
    UNION
    SELECT a.own FROM auth.own_staff_id() AS a (own) WHERE a.own IS NOT NULL;
END;
$$;
COMMENT ON FUNCTION auth.visible_staff() IS
'The people whom the acting account may know of: those who ever were or will be in a unit that it reads, and itself.';
GRANT EXECUTE ON FUNCTION auth.visible_staff() TO strata_user, strata_bi;
