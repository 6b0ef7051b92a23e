CREATE FUNCTION approval.decidable() RETURNS TABLE (request_id bigint, step_id bigint, on_behalf_of bigint)
LANGUAGE sql STABLE SECURITY DEFINER ROWS 100
SET search_path = ''
BEGIN ATOMIC
    WITH RECURSIVE holder AS (
        SELECT
            a.account_id,
            a.staff_id,
            a.account_id = auth.account_id() AS own
        FROM auth.account AS a
        WHERE
            a.active
            AND (
                a.account_id = auth.account_id()
                OR a.account_id IN (
                    SELECT d.account_id FROM approval.delegation AS d
                    WHERE d.delegate_id = auth.account_id() AND d.during @> now()
                )
            )
    ),

    managed AS (
        SELECT
            g.account_id,
            g.role,
            -- A grant on the root is one on the whole organisation, as for auth.holds_everywhere.
            CASE WHEN u.parent_id IS NOT NULL THEN g.unit_id END AS unit_id
        FROM holder AS h
        INNER JOIN auth.role_grant AS g ON h.account_id = g.account_id AND g.role IN ('manager', 'admin')
        LEFT JOIN org.unit AS u ON g.unit_id = u.unit_id
        UNION
        SELECT
            m.account_id,
            m.role,
            u.unit_id
        FROM managed AS m
        INNER JOIN org.unit AS u ON u.parent_id IS NOT DISTINCT FROM m.unit_id
    ),

    possible AS (
        SELECT
            s.step_id,
            s.request_id,
            s.quorum,
            h.account_id,
            h.staff_id,
            h.own
        FROM approval.step AS s
        INNER JOIN managed AS m
            ON
                m.unit_id IS NOT DISTINCT FROM s.unit_id
                AND (m.role = 'admin' OR s.deciders <> 'admins')
        INNER JOIN holder AS h ON m.account_id = h.account_id
        WHERE s.state = 'pending' AND s.deciders IN ('unit_managers', 'parent_managers', 'admins')
        UNION
        SELECT
            s.step_id,
            s.request_id,
            s.quorum,
            h.account_id,
            h.staff_id,
            h.own
        FROM approval.step AS s
        INNER JOIN holder AS h ON h.account_id = any(s.account_ids)
        WHERE s.state = 'pending' AND s.deciders = 'accounts'
    )

    SELECT
        c.request_id,
        c.step_id,
        CASE WHEN NOT c.own THEN c.account_id END AS on_behalf_of
    FROM (
        SELECT
            p.*,
            row_number() OVER (PARTITION BY p.step_id ORDER BY p.own DESC, p.account_id ASC) AS place
        FROM possible AS p
        INNER JOIN schedule.request AS r ON p.request_id = r.request_id
        WHERE
            r.requested_by IS DISTINCT FROM p.account_id
            AND r.requested_by IS DISTINCT FROM auth.account_id()
            AND (p.staff_id IS NULL OR (p.staff_id <> r.staff_id AND p.staff_id IS DISTINCT FROM r.partner_id))
            AND NOT EXISTS (
                SELECT FROM auth.account AS a
                WHERE a.account_id = auth.account_id() AND a.staff_id IN (r.staff_id, r.partner_id)
            )
            AND NOT EXISTS (
                SELECT FROM approval.decision AS d
                WHERE d.step_id = p.step_id AND coalesce(d.on_behalf_of, d.account_id) = p.account_id
            )
            AND (p.quorum = 'any' OR p.account_id IN (SELECT d FROM approval.deciders(p.step_id) AS d))
    ) AS c
    WHERE c.place = 1
    UNION ALL
    SELECT
        s.request_id,
        s.step_id,
        NULL::bigint AS on_behalf_of
    FROM approval.step AS s
    INNER JOIN schedule.request AS r ON s.request_id = r.request_id
    WHERE s.state = 'pending' AND s.deciders = 'partner' AND r.partner_id = auth.own_staff_id();
END;
COMMENT ON FUNCTION approval.decidable() IS
'The pending requests that the acting account may decide now, and whose right it is where it is a delegate. The same as
approval.right_to_decide, for all of them.';
