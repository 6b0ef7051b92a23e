CREATE FUNCTION auth.holds_everywhere(role text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL RESTRICTED
SET search_path = ''
BEGIN ATOMIC
    SELECT
        auth.is_unrestricted()
        OR EXISTS (
            SELECT
            FROM auth.grant AS g
            LEFT JOIN org.unit AS u ON g.unit_id = u.unit_id
            WHERE
                g.account_id = (SELECT auth.account_id())
                AND g.role = ANY(auth.roles_from(holds_everywhere.role))
                AND u.parent_id IS NULL
        );
END;
COMMENT ON FUNCTION auth.holds_everywhere(text) IS
'Whether the acting account has at least this role on the whole organisation: by a grant on it or on the root of its units.';
GRANT EXECUTE ON FUNCTION auth.holds_everywhere(text) TO strata_user, strata_bi;
