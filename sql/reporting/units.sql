-- As with reporting.people: a reporting login has no right on the names themselves.
CREATE FUNCTION reporting.units() RETURNS TABLE (unit_id bigint, parent_id bigint, name text)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = ''
BEGIN ATOMIC
    SELECT
        u.unit_id,
        u.parent_id,
        u.name
    FROM org.unit AS u
    WHERE u.unit_id IN (SELECT unnest(auth.visible_units()));
END;
COMMENT ON FUNCTION reporting.units() IS 'The units that the acting account may know of.';
GRANT EXECUTE ON FUNCTION reporting.units() TO strata_bi;
