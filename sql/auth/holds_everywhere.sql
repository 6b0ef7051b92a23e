-- As long as rights on units are not there: see the function of the same name that replaces this one.
CREATE FUNCTION auth.holds_everywhere(role text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL RESTRICTED
SET search_path = ''
BEGIN ATOMIC
    SELECT
        pg_has_role(session_user, 'strata_owner', 'MEMBER')
        OR EXISTS (
            SELECT
            FROM auth.grant AS g
            WHERE
                g.account_id = coalesce(
                    (SELECT auth.account_id()),
                    (SELECT r.account_id FROM auth.reporting_login AS r WHERE r.login = session_user)
                )
                AND g.unit_id IS NULL
                AND array_position('{viewer,staff,manager,admin}', g.role)
                >= array_position('{viewer,staff,manager,admin}', holds_everywhere.role)
        );
END;
COMMENT ON FUNCTION auth.holds_everywhere(text) IS
'Whether the acting account has at least this role on the whole organisation.';
GRANT EXECUTE ON FUNCTION auth.holds_everywhere(text) TO strata_user, strata_bi;
