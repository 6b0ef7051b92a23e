CREATE FUNCTION event.request_events(things event.waiting[])
RETURNS TABLE (place bigint, rank integer, change_id bigint, type text, payload jsonb, scopes text[])
LANGUAGE plpgsql STABLE ROWS 1000
SET search_path = ''
SET plan_cache_mode = force_generic_plan
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH thing AS MATERIALIZED (
        SELECT
            t.place,
            t.change_id,
            t.changed_at,
            t.id,
            t.version,
            t.action,
            t.old ->> 'state' AS old_state,
            coalesce(r.state, t.new ->> 'state', t.old ->> 'state') AS state,
            coalesce(r.staff_id, (t.old ->> 'staff_id')::bigint) AS staff_id,
            coalesce(r.partner_id, (t.old ->> 'partner_id')::bigint) AS partner_id,
            coalesce(t.new ->> 'requested_by', t.old ->> 'requested_by') AS requested_by,
            (
                SELECT coalesce(jsonb_agg(p.value -> 'old'), '[]')
                FROM jsonb_array_elements(t.parts) AS p (value)
                WHERE p.value ->> 'relation' = 'approval.step' AND p.value -> 'old' ->> 'state' = 'pending'
            ) AS changed_steps,
            EXISTS (
                SELECT
                FROM jsonb_array_elements(t.parts) AS p (value)
                WHERE
                    p.value ->> 'relation' = 'approval.step'
                    AND p.value -> 'new' ->> 'state' = 'pending'
                    AND (
                        p.value -> 'old' ->> 'state' IS DISTINCT FROM 'pending'
                        OR p.value -> 'old' ->> 'unit_id' IS DISTINCT FROM p.value -> 'new' ->> 'unit_id'
                    )
            ) AS has_new_step
        FROM unnest(things) AS t
        LEFT JOIN schedule.request AS r ON t.id = r.request_id
        WHERE t.kind = 'request'
    ),

    wanted AS MATERIALIZED (
        SELECT
            a.request_id,
            min(a.starts_at) AS starts_at,
            max(a.ends_at) AS ends_at,
            CASE WHEN count(DISTINCT org.public_code(a.activity_id)) = 1 THEN min(org.public_code(a.activity_id)) END AS activity
        FROM schedule.adjustment AS a
        WHERE a.request_id = any(array(SELECT t.id FROM thing AS t))
        GROUP BY a.request_id
    ),

    -- A part that went over to another request is one place of two.
    audience AS (
        SELECT
            s.place,
            s.id,
            array_agg(DISTINCT s.scope) AS scopes
        FROM (
            SELECT
                t.place,
                t.id,
                'm*' AS scope
            FROM thing AS t
            UNION ALL
            SELECT
                t.place,
                t.id,
                k.scope
            FROM thing AS t
            INNER JOIN
                event.confidant_scopes(
                    array(
                        SELECT p.staff_id
                        FROM thing AS p
                        UNION
                        SELECT p.partner_id
                        FROM thing AS p
                        WHERE p.partner_id IS NOT NULL
                    )
                ) AS k
                ON k.staff_id IN (t.staff_id, t.partner_id)
            UNION ALL
            SELECT
                t.place,
                t.id,
                'a' || d.account_id
            FROM thing AS t
            CROSS JOIN LATERAL event.request_accounts(t.id, t.changed_steps) AS d (account_id)
            UNION ALL
            SELECT
                t.place,
                t.id,
                'a' || t.requested_by
            FROM thing AS t
            WHERE t.requested_by IS NOT NULL
        ) AS s
        GROUP BY s.place, s.id
    )

    SELECT
        t.place,
        1 AS rank,
        t.change_id,
        'approval:' || CASE
            WHEN t.action = 'deleted' OR t.state = 'draft' THEN 'updated'
            WHEN t.state = 'pending' AND (t.has_new_step OR t.old_state IS DISTINCT FROM 'pending' AND t.action = 'created')
                THEN 'requested'
            WHEN t.state = 'pending' AND t.old_state IS NOT NULL AND t.old_state <> 'pending' THEN 'requested'
            WHEN t.state = 'pending' OR t.old_state IS NOT DISTINCT FROM t.state THEN 'updated'
            WHEN t.old_state IS NULL AND t.action = 'updated' THEN 'updated'
            ELSE 'completed'
        END AS type,
        jsonb_strip_nulls(
            jsonb_build_object(
                'kind', 'request',
                'id', t.id,
                'version', t.version,
                'action', t.action,
                'at', event.utc_text(t.changed_at),
                'staff_id', t.staff_id,
                'partner_id', t.partner_id,
                'request_id', t.id,
                'state', t.state,
                'start', event.utc_text(w.starts_at),
                'end', event.utc_text(w.ends_at),
                'activity', w.activity
            )
        ) AS payload,
        a.scopes
    FROM thing AS t
    INNER JOIN audience AS a ON t.place = a.place AND t.id = a.id
    LEFT JOIN wanted AS w ON t.id = w.request_id;
END;
$$;
COMMENT ON FUNCTION event.request_events(event.waiting[]) IS
'The events of changed requests, for whoever reads them: approval:requested when they wait for somebody else from now on,
approval:completed when nobody decides them any more, approval:updated for everything else.';
