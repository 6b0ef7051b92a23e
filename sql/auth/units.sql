-- Asked for once in a query, as (SELECT auth.units('viewer')): the planner then looks rows up by it.
CREATE FUNCTION auth.units(role text) RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED
SET search_path = ''
AS $$
BEGIN
    IF auth.holds_everywhere(units.role) THEN
        RETURN ARRAY(SELECT u.unit_id FROM org.unit AS u);
    END IF;
    RETURN ARRAY(
        WITH RECURSIVE subtree AS (
            SELECT g.unit_id
            FROM auth.role_grant AS g
            WHERE g.account_id = auth.account_id() AND g.role = ANY(auth.roles_from(units.role))
            UNION
            SELECT u.unit_id
            FROM subtree AS s
            JOIN org.unit AS u ON u.parent_id = s.unit_id
        )
        SELECT s.unit_id
        FROM subtree AS s
    );
END;
$$;
COMMENT ON FUNCTION auth.units(text) IS
'The units on which the acting account has at least this role, those below its grants included.';
GRANT EXECUTE ON FUNCTION auth.units(text) TO strata_user, strata_bi;
