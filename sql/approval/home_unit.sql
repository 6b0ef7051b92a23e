CREATE FUNCTION approval.home_unit(staff_id bigint, day date) RETURNS bigint
LANGUAGE sql STABLE
SET search_path = ''
BEGIN ATOMIC
    SELECT m.unit_id
    FROM org.membership AS m
    WHERE m.staff_id = home_unit.staff_id
    ORDER BY
        m.valid @> home_unit.day DESC,
        m.valid @> auth.today() DESC,
        lower(m.valid) > auth.today() DESC,
        abs(lower(m.valid) - auth.today())
    LIMIT 1;
END;
COMMENT ON FUNCTION approval.home_unit(bigint, date) IS
'The home unit of a person on a local date; without one that of today, else of the next membership, else of the last.';
GRANT EXECUTE ON FUNCTION approval.home_unit(bigint, date) TO strata_user;
