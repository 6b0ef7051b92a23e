CREATE FUNCTION approval.right_to_decide(step_id bigint, account_id bigint) RETURNS bigint
LANGUAGE sql STABLE
SET search_path = ''
BEGIN ATOMIC
    WITH decider AS MATERIALIZED (
        SELECT d.account_id
        FROM approval.deciders(right_to_decide.step_id) AS d (account_id)
        WHERE NOT EXISTS (
            SELECT FROM approval.decision AS n
            WHERE n.step_id = right_to_decide.step_id AND coalesce(n.on_behalf_of, n.account_id) = d.account_id
        )
    )

    SELECT c.holder
    FROM (
        SELECT right_to_decide.account_id AS holder
        FROM approval.step AS s
        INNER JOIN schedule.request AS r ON s.request_id = r.request_id
        INNER JOIN auth.account AS a ON r.partner_id = a.staff_id
        WHERE
            s.step_id = right_to_decide.step_id
            AND s.deciders = 'partner'
            AND a.account_id = right_to_decide.account_id
        UNION ALL
        SELECT d.account_id
        FROM decider AS d
        LEFT JOIN approval.delegation AS g
            ON
                d.account_id = g.account_id
                AND g.delegate_id = right_to_decide.account_id
                AND g.during @> now()
        WHERE
            d.account_id = right_to_decide.account_id
            OR (
                g.delegation_id IS NOT NULL
                AND right_to_decide.account_id <> all((
                    SELECT approval.involved(s.request_id)
                    FROM approval.step AS s
                    WHERE s.step_id = right_to_decide.step_id
                )::bigint[])
            )
    ) AS c
    ORDER BY c.holder <> right_to_decide.account_id, c.holder
    LIMIT 1;
END;
COMMENT ON FUNCTION approval.right_to_decide(bigint, bigint) IS
'By whose right an account may decide a step now: its own, else that of an account whose delegate it is; the partner of a swap
agrees by its own. Null: it may not, or has done so.';
