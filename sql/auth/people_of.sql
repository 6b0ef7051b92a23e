-- Who answers for a person is told by one unit at a time: the home of today, before the first membership the first one,
-- and after the last one the last. A membership that holds today says so by itself; others are compared.
CREATE FUNCTION auth.people_of(role text) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED ROWS 300
SET search_path = ''
AS $$
DECLARE
    today CONSTANT date := auth.today();
    held CONSTANT bigint[] := auth.units(role);
BEGIN
    IF auth.holds_everywhere(role) THEN
        RETURN QUERY SELECT s.staff_id FROM org.staff AS s;
        RETURN;
    END IF;
    RETURN QUERY
    SELECT m.staff_id
    FROM org.membership AS m
    WHERE
        m.unit_id = ANY(held)
        AND (
            m.valid @> today
            OR m.membership_id = (
                SELECT h.membership_id
                FROM org.membership AS h
                WHERE h.staff_id = m.staff_id
                ORDER BY h.valid @> today DESC, lower(h.valid) > today DESC, abs(lower(h.valid) - today)
                LIMIT 1
            )
        );
END;
$$;
COMMENT ON FUNCTION auth.people_of(text) IS
'The people for whose home unit the acting account has at least this role. The home unit is that of the membership that holds
today in the organisation''s zone, else of the next one, else of the last one; lending somebody out does not change it.';
GRANT EXECUTE ON FUNCTION auth.people_of(text) TO strata_user, strata_bi;
