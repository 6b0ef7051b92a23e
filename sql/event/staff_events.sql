CREATE FUNCTION event.staff_events(things event.waiting[])
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
            t.parts
        FROM unnest(things) AS t
        WHERE t.kind = 'staff'
    ),

    -- A membership that went over to somebody else is one place of two people.
    -- Where the person is, was or will be, also by what this change has ended.
    place AS MATERIALIZED (
        SELECT
            t.place,
            t.id,
            (v.content ->> 'unit_id')::bigint AS unit_id
        FROM thing AS t
        CROSS JOIN LATERAL jsonb_array_elements(t.parts) AS p (value)
        CROSS JOIN LATERAL (VALUES (p.value -> 'old'), (p.value -> 'new')) AS v (content)
        WHERE v.content ->> 'unit_id' IS NOT NULL
        UNION
        SELECT
            t.place,
            t.id,
            m.unit_id
        FROM thing AS t
        INNER JOIN org.membership AS m ON t.id = m.staff_id
        UNION
        SELECT
            t.place,
            t.id,
            s.unit_id
        FROM thing AS t
        INNER JOIN org.secondment AS s ON t.id = s.staff_id
    ),

    audience AS (
        SELECT
            s.place,
            s.id,
            array_agg(DISTINCT s.scope) AS scopes
        FROM (
            SELECT
                t.place,
                t.id,
                'v*' AS scope
            FROM thing AS t
            UNION ALL
            SELECT
                p.place,
                p.id,
                'v' || u.above
            FROM place AS p
            INNER JOIN event.unit_path(array(SELECT DISTINCT d.unit_id FROM place AS d)) AS u ON p.unit_id = u.unit_id
            UNION ALL
            SELECT
                t.place,
                t.id,
                k.scope
            FROM thing AS t
            INNER JOIN event.confidant_scopes(array(SELECT DISTINCT d.id FROM thing AS d)) AS k ON t.id = k.staff_id
        ) AS s
        GROUP BY s.place, s.id
    )

    SELECT
        t.place,
        1 AS rank,
        t.change_id,
        'staff:updated' AS type,
        jsonb_build_object(
            'kind', 'staff',
            'id', t.id,
            'version', t.version,
            'action', t.action,
            'at', event.utc_text(t.changed_at),
            'staff_id', t.id
        ) AS payload,
        a.scopes
    FROM thing AS t
    INNER JOIN audience AS a ON t.place = a.place AND t.id = a.id;
END;
$$;
COMMENT ON FUNCTION event.staff_events(event.waiting[]) IS
'The events of changed people, their memberships and secondments, for whoever saw or sees them. What may be seen of the person may be
something else since then.';
