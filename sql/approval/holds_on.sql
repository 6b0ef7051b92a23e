CREATE FUNCTION approval.holds_on(account_id bigint, role text, unit_id bigint) RETURNS boolean
LANGUAGE sql STABLE
SET search_path = ''
BEGIN ATOMIC
    SELECT exists(
        SELECT
        FROM approval.unit_line(holds_on.unit_id) AS l
        INNER JOIN auth.role_grant AS g ON g.unit_id IS NOT DISTINCT FROM l.unit_id
        WHERE g.account_id = holds_on.account_id AND g.role = any(auth.roles_from(holds_on.role))
    );
END;
COMMENT ON FUNCTION approval.holds_on(bigint, text, bigint) IS
'Whether an account has at least this role on a unit (null: on the whole organisation, which its root
is too), by a grant on it or above it.';
