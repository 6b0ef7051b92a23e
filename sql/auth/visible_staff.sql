CREATE FUNCTION auth.visible_staff(days daterange DEFAULT '(,)') RETURNS SETOF bigint
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
    SELECT m.staff_id FROM org.membership AS m WHERE m.unit_id = ANY(read) AND m.valid && days
    UNION
    SELECT s.staff_id FROM org.secondment AS s WHERE s.unit_id = ANY(read) AND s.valid && days
    UNION
    SELECT c FROM auth.confidants() AS c;
END;
$$;
COMMENT ON FUNCTION auth.visible_staff(daterange) IS
'The people whom the acting account may know of on some of these dates (default: ever): those who are in a unit that it reads, or lent
to one, and those in its confidence.';
GRANT EXECUTE ON FUNCTION auth.visible_staff(daterange) TO strata_user, strata_bi;
