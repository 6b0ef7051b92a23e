CREATE FUNCTION event.settings_events(things event.waiting[])
RETURNS TABLE (place bigint, rank integer, change_id bigint, type text, payload jsonb, scopes text[])
LANGUAGE plpgsql STABLE ROWS 100
SET search_path = ''
SET plan_cache_mode = force_generic_plan
AS $$
#variable_conflict use_column
BEGIN
    -- Most changes are of other kinds, and to get this query ready takes longer than to look.
    IF NOT EXISTS (SELECT FROM unnest(things) AS t WHERE t.family = 'settings') THEN
        RETURN;
    END IF;
    RETURN QUERY
    WITH thing AS MATERIALIZED (
        SELECT
            t.place,
            t.change_id,
            t.changed_at,
            t.kind,
            t.id,
            t.version,
            t.action,
            t.old,
            t.new
        FROM unnest(things) AS t
        WHERE t.family = 'settings'
    ),

    owner AS (
        SELECT
            t.place,
            t.id,
            t.kind,
            (v.content ->> 'unit_id')::bigint AS unit_id,
            (v.content ->> 'staff_id')::bigint AS staff_id,
            (v.content ->> 'account_id')::bigint AS account_id,
            coalesce((v.content ->> 'private')::boolean, FALSE) AS private
        FROM thing AS t
        CROSS JOIN LATERAL (
                VALUES (t.old), (t.new), (
                -- Only its parts changed.
                    CASE WHEN t.old IS NULL AND t.new IS NULL THEN (
                        SELECT to_jsonb(p)
                        FROM schedule.preset AS p
                        WHERE t.kind = 'preset' AND p.preset_id = t.id
                    ) END
                ), (
                    CASE WHEN t.old IS NULL AND t.new IS NULL THEN (
                        SELECT to_jsonb(c)
                        FROM schedule.coverage_requirement AS c
                        WHERE t.kind = 'coverage_requirement' AND c.coverage_requirement_id = t.id
                    ) END
                )
            ) AS v (content)
        WHERE v.content IS NOT NULL OR t.kind = 'pattern'
    ),

    scope AS (
        SELECT
            o.place,
            o.id,
            'all' AS scope
        FROM owner AS o
        WHERE
            o.kind IN ('settings', 'site', 'holiday', 'pattern')
            OR (o.kind = 'preset' AND o.unit_id IS NULL AND o.staff_id IS NULL)
            OR (o.kind = 'activity' AND NOT o.private)
        UNION ALL
        -- By which rules others are decided not everybody may know; that they changed says nothing.
        SELECT
            t.place,
            t.id,
            'all'
        FROM thing AS t
        WHERE t.kind = 'approval_rule'
        UNION ALL
        SELECT
            o.place,
            o.id,
            'p'
        FROM owner AS o
        WHERE o.kind = 'activity'
        UNION ALL
        SELECT
            o.place,
            o.id,
            k.scope
        FROM owner AS o
        CROSS JOIN LATERAL (
                SELECT 'm*' AS scope
                UNION ALL
                SELECT c.scope
                FROM event.confidant_scopes(ARRAY[o.staff_id]) AS c
            ) AS k
        WHERE o.kind = 'preset' AND o.staff_id IS NOT NULL
        UNION ALL
        SELECT
            o.place,
            o.id,
            k.scope
        FROM owner AS o
        CROSS JOIN LATERAL (
                SELECT 'v*' AS scope
                UNION ALL
                SELECT 'v' || p.above
                FROM event.unit_path(ARRAY[o.unit_id]) AS p
            ) AS k
        WHERE o.kind IN ('preset', 'coverage_requirement') AND o.unit_id IS NOT NULL
        UNION ALL
        SELECT
            t.place,
            t.id,
            k.scope
        FROM thing AS t
        CROSS JOIN LATERAL event.unit_scopes(t.id, (t.old ->> 'parent_id')::bigint) AS k (scope)
        WHERE t.kind = 'unit'
        UNION ALL
        SELECT
            o.place,
            o.id,
            k.scope
        FROM owner AS o
        CROSS JOIN LATERAL unnest(ARRAY['x', 'a' || o.account_id]) AS k (scope)
        WHERE o.kind = 'account'
        UNION ALL
        SELECT
            o.place,
            o.id,
            k.scope
        FROM owner AS o
        CROSS JOIN LATERAL (
                SELECT 'x*' AS scope
                UNION ALL
                SELECT 'a' || o.account_id
                UNION ALL
                SELECT 'x' || p.above
                FROM event.unit_path(ARRAY[o.unit_id]) AS p
            ) AS k
        WHERE o.kind = 'grant'
        UNION ALL
        SELECT
            t.place,
            t.id,
            'x*'
        FROM thing AS t
        WHERE t.kind IN ('import_profile', 'webhook')
    )

    SELECT
        t.place,
        1 AS rank,
        t.change_id,
        'settings:updated' AS type,
        jsonb_strip_nulls(
            jsonb_build_object(
                'kind', t.kind,
                'id', CASE WHEN t.kind <> 'approval_rule' THEN t.id END,
                'version', CASE WHEN t.kind <> 'approval_rule' THEN t.version END,
                'action', CASE WHEN t.kind <> 'approval_rule' THEN t.action ELSE 'updated' END,
                'at', event.utc_text(t.changed_at)
            )
        ) AS payload,
        (
            SELECT array_agg(DISTINCT s.scope)
            FROM scope AS s
            WHERE s.place = t.place AND s.id = t.id AND s.scope IS NOT NULL
        ) AS scopes
    FROM thing AS t;
END;
$$;
COMMENT ON FUNCTION event.settings_events(event.waiting[]) IS
'The events of everything else that is set up, for whoever may know of it. Of approval rules only that some changed.';
