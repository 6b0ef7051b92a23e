-- In plpgsql, which keeps the plan between calls: several are made for every request.
CREATE FUNCTION auth.holds_everywhere(role text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED
SET search_path = ''
AS $$
DECLARE
    account CONSTANT bigint := auth.account_id();
    roles CONSTANT text[] := auth.roles_from(role);
BEGIN
    IF account IS NULL THEN
        RETURN auth.is_unrestricted();
    END IF;
    RETURN EXISTS (
        SELECT
        FROM auth.role_grant AS g
        LEFT JOIN org.unit AS u ON u.unit_id = g.unit_id
        WHERE g.account_id = account AND g.role = ANY(roles) AND u.parent_id IS NULL
    );
END;
$$;
COMMENT ON FUNCTION auth.holds_everywhere(text) IS
'Whether the acting account has at least this role on the whole organisation: by a grant on it or on the root of its units.';
GRANT EXECUTE ON FUNCTION auth.holds_everywhere(text) TO strata_user, strata_bi;
