-- Of the row and not of its id, so that the step can be one as it was before a change. In plpgsql, which keeps the plan.
CREATE FUNCTION approval.deciders_of(step approval.step) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE ROWS 5
SET search_path = ''
AS $$
DECLARE
    involved CONSTANT bigint[] := approval.involved(step.request_id);
BEGIN
    RETURN QUERY
    WITH granted AS (
        SELECT
            g.account_id,
            l.distance,
            min(l.distance) OVER () AS nearest
        FROM approval.unit_line(step.unit_id) AS l
        JOIN auth.role_grant AS g
            ON
                g.unit_id IS NOT DISTINCT FROM l.unit_id
                AND g.role = ANY(auth.roles_from(CASE step.deciders WHEN 'admins' THEN 'admin' ELSE 'manager' END))
        JOIN auth.account AS a ON a.account_id = g.account_id AND a.active
        WHERE
            step.deciders IN ('unit_managers', 'parent_managers', 'admins')
            AND g.account_id <> ALL(involved)
    )
    SELECT g.account_id
    FROM granted AS g
    WHERE step.quorum = 'any' OR g.distance = g.nearest
    UNION
    SELECT a.account_id
    FROM auth.account AS a
    WHERE
        step.deciders = 'accounts'
        AND a.account_id = ANY(step.account_ids)
        AND a.active
        AND a.account_id <> ALL(involved);
END;
$$;
COMMENT ON FUNCTION approval.deciders_of(approval.step) IS
'The accounts that may decide a step by their own right: active ones, and none that is involved. Where each of them must agree, they
are those of the nearest unit that has any.';
