-- Whose keys are others from here on. Servers ask for them again before they go on, and clients read everything again.
CREATE FUNCTION event.rights_events(things event.waiting[])
RETURNS TABLE (place bigint, rank integer, change_id bigint, type text, payload jsonb, scopes text[])
LANGUAGE plpgsql STABLE ROWS 10
SET search_path = ''
SET plan_cache_mode = force_generic_plan
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH affected AS (
        SELECT
            t.place,
            t.change_id,
            (v.content ->> 'account_id')::bigint AS account_id
        FROM unnest(things) AS t
        CROSS JOIN LATERAL (VALUES (t.old), (t.new)) AS v (content)
        WHERE
            v.content IS NOT NULL
            AND (
                t.kind = 'grant'
                OR (
                    t.kind = 'account'
                    AND t.action = 'updated'
                    AND (
                        t.old ->> 'active' IS DISTINCT FROM t.new ->> 'active'
                        OR t.old ->> 'staff_id' IS DISTINCT FROM t.new ->> 'staff_id'
                    )
                )
            )
        UNION
        -- A unit has moved: who has a role above where it was, or above where it is, but not above both.
        SELECT
            t.place,
            t.change_id,
            g.account_id
        FROM unnest(things) AS t
        CROSS JOIN LATERAL (
                SELECT p.above
                FROM event.unit_path(ARRAY[(t.old ->> 'parent_id')::bigint, (t.new ->> 'parent_id')::bigint]) AS p
                GROUP BY p.above
                HAVING count(DISTINCT p.unit_id) = 1
            ) AS u
        INNER JOIN auth.role_grant AS g ON u.above = g.unit_id
        WHERE t.kind = 'unit' AND t.action = 'updated' AND t.old ->> 'parent_id' IS DISTINCT FROM t.new ->> 'parent_id'
    )

    SELECT
        max(a.place) AS place,
        3 AS rank,
        a.change_id,
        'control:rights' AS type,
        jsonb_build_object('accounts', jsonb_agg(DISTINCT a.account_id)) AS payload,
        '{}'::text[] AS scopes
    FROM affected AS a
    GROUP BY a.change_id;
END;
$$;
COMMENT ON FUNCTION event.rights_events(event.waiting[]) IS 'One row for servers for each change after which accounts have other rights.';
