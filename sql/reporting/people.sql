-- A condition on the columns of a table can be answered by an index before row security has its say, and EXPLAIN ANALYZE
-- counts the rows that it found. So a reporting login has no right on the names themselves: they leave this function for
-- those who may see them only.
CREATE FUNCTION reporting.people() RETURNS TABLE (staff_id bigint, employee_number text, name text)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = ''
BEGIN ATOMIC
    SELECT
        s.staff_id,
        s.employee_number,
        s.name
    FROM org.staff AS s
    WHERE (SELECT auth.holds_everywhere('viewer')) OR s.staff_id IN (SELECT auth.visible_staff());
END;
COMMENT ON FUNCTION reporting.people() IS 'The people whom the acting account may know of.';
GRANT EXECUTE ON FUNCTION reporting.people() TO strata_bi;
