CREATE FUNCTION auth.holds(role text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL RESTRICTED
SET search_path = ''
BEGIN ATOMIC
    SELECT
        auth.is_unrestricted()
        OR EXISTS (
            SELECT
            FROM auth.grant AS g
            WHERE g.account_id = (SELECT auth.account_id()) AND g.role = ANY(auth.roles_from(holds.role))
        );
END;
COMMENT ON FUNCTION auth.holds(text) IS 'Whether the acting account has at least this role anywhere.';
GRANT EXECUTE ON FUNCTION auth.holds(text) TO strata_user, strata_bi;
