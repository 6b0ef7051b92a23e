CREATE FUNCTION api.me() RETURNS json
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    acting CONSTANT bigint := auth.require_account();
BEGIN
    RETURN (
        SELECT json_build_object(
            'account_id', a.account_id,
            'email', a.email,
            'name', a.name,
            'kind', a.kind,
            'session_id', auth.session_id(),
            'second_factor', EXISTS (
                SELECT FROM auth.credential AS c
                WHERE c.account_id = a.account_id AND c.totp_confirmed_at IS NOT NULL
            ),
            'staff', CASE
                WHEN s.staff_id IS NOT NULL
                    THEN json_build_object('id', s.staff_id, 'employee_number', s.employee_number, 'name', s.name)
            END,
            'grants', (
                SELECT coalesce(
                    json_agg(json_build_object('role', g.role, 'unit_id', g.unit_id) ORDER BY g.grant_id), '[]'
                )
                FROM auth.role_grant AS g
                WHERE g.account_id = a.account_id
            )
        )
        FROM auth.account AS a
        LEFT JOIN org.staff AS s ON s.staff_id = a.staff_id
        WHERE a.account_id = acting
    );
END;
$$;
COMMENT ON FUNCTION api.me() IS
'The account that is signed in: its person, its grants and its session.
Answer: me.';
GRANT EXECUTE ON FUNCTION api.me() TO strata_user;
