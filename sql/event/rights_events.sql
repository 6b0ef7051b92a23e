-- Who has other keys from here on, or decides something else. Servers ask for their keys again before they go on, and their clients read
-- everything again.
CREATE FUNCTION event.rights_events(things event.waiting[])
RETURNS TABLE (place bigint, rank integer, change_id bigint, type text, payload jsonb, scopes text[])
LANGUAGE plpgsql STABLE ROWS 10
SET search_path = ''
SET plan_cache_mode = force_generic_plan
AS $$
#variable_conflict use_column
BEGIN
    -- Most changes are of other kinds, and to get this query ready takes longer than to look.
    IF NOT EXISTS (SELECT FROM unnest(things) AS t WHERE t.kind IN ('grant', 'account', 'unit')) THEN
        RETURN;
    END IF;
    RETURN QUERY
    WITH changed AS MATERIALIZED (
        SELECT
            t.place,
            t.change_id,
            t.kind,
            t.id,
            t.old,
            t.new
        FROM unnest(things) AS t
        WHERE
            t.kind = 'grant'
            OR (
                t.kind = 'account'
                AND t.action = 'updated'
                AND (
                    t.old ->> 'active' IS DISTINCT FROM t.new ->> 'active'
                    OR t.old ->> 'staff_id' IS DISTINCT FROM t.new ->> 'staff_id'
                )
            )
            OR (t.kind = 'unit' AND t.action = 'updated' AND t.old ->> 'parent_id' IS DISTINCT FROM t.new ->> 'parent_id')
    ),

    -- Where the role is, or was; of a unit that has moved, where it hangs.
    side AS MATERIALIZED (
        SELECT
            c.place,
            c.change_id,
            c.kind,
            (v.content ->> 'account_id')::bigint AS account_id,
            (v.content ->> CASE c.kind WHEN 'unit' THEN 'parent_id' ELSE 'unit_id' END)::bigint AS unit_id
        FROM changed AS c
        CROSS JOIN LATERAL (VALUES (c.old), (c.new)) AS v (content)
        WHERE v.content IS NOT NULL
        UNION
        SELECT
            c.place,
            c.change_id,
            c.kind,
            c.id,
            g.unit_id
        FROM changed AS c
        INNER JOIN auth.role_grant AS g ON c.id = g.account_id
        WHERE c.kind = 'account'
    ),

    affected AS MATERIALIZED (
        SELECT
            s.place,
            s.change_id,
            s.account_id
        FROM side AS s
        WHERE s.kind <> 'unit'
        UNION
        -- Who has a role above where a unit was, or above where it is, but not above both.
        SELECT
            u.place,
            u.change_id,
            g.account_id
        FROM (
            SELECT
                s.place,
                s.change_id,
                p.above
            FROM side AS s
            INNER JOIN event.unit_path(array(SELECT d.unit_id FROM side AS d WHERE d.kind = 'unit')) AS p ON s.unit_id = p.unit_id
            WHERE s.kind = 'unit'
            GROUP BY s.place, s.change_id, p.above
            HAVING count(DISTINCT p.unit_id) = 1
        ) AS u
        INNER JOIN auth.role_grant AS g ON u.above = g.unit_id
        UNION
        -- Where everybody of the nearest unit must agree, those above decide as long as there is nobody below.
        SELECT
            s.place,
            s.change_id,
            g.account_id
        FROM side AS s
        INNER JOIN event.unit_path(array(SELECT d.unit_id FROM side AS d)) AS p ON s.unit_id = p.unit_id
        INNER JOIN auth.role_grant AS g
            ON (g.unit_id = p.above OR g.unit_id IS NULL) AND g.role = ANY(auth.roles_from('manager'))
        WHERE EXISTS (SELECT FROM approval.step AS w WHERE w.state = 'pending' AND w.quorum = 'all')
    ),

    told AS (
        SELECT
            a.place,
            a.change_id,
            a.account_id
        FROM affected AS a
        UNION
        SELECT
            a.place,
            a.change_id,
            d.delegate_id
        FROM affected AS a
        INNER JOIN approval.delegation AS d ON a.account_id = d.account_id AND d.during @> now()
    )

    SELECT
        max(a.place) AS place,
        3 AS rank,
        a.change_id,
        'control:rights' AS type,
        jsonb_build_object('accounts', jsonb_agg(DISTINCT a.account_id)) AS payload,
        '{}'::text[] AS scopes
    FROM told AS a
    GROUP BY a.change_id;
END;
$$;
COMMENT ON FUNCTION event.rights_events(event.waiting[]) IS
'One row for servers for each change after which accounts have other rights, or decide for somebody who has.';
