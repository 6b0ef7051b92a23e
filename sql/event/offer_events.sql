-- Who may know of an offered shift: see approval.visible_shifts.
CREATE FUNCTION event.offer_events(things event.waiting[])
RETURNS TABLE (place bigint, rank integer, change_id bigint, type text, payload jsonb, scopes text[])
LANGUAGE plpgsql STABLE ROWS 10
SET search_path = ''
SET plan_cache_mode = force_generic_plan
AS $$
#variable_conflict use_column
BEGIN
    -- Most changes are of other kinds, and to get this query ready takes longer than to look.
    IF NOT EXISTS (SELECT FROM unnest(things) AS t WHERE t.kind = 'open_shift') THEN
        RETURN;
    END IF;
    RETURN QUERY
    WITH thing AS MATERIALIZED (
        SELECT
            t.place,
            t.change_id,
            t.changed_at,
            t.id,
            t.version,
            t.action,
            coalesce(to_jsonb(o), t.new, t.old) AS last,
            t.old,
            array(
                SELECT (coalesce(nullif(p.value -> 'new', 'null'), p.value -> 'old') ->> 'staff_id')::bigint
                FROM jsonb_array_elements(t.parts) AS p (value)
            ) AS taker_ids
        FROM unnest(things) AS t
        LEFT JOIN approval.open_shift AS o ON t.id = o.open_shift_id
        WHERE t.kind = 'open_shift'
    ),

    unit AS MATERIALIZED (
        SELECT
            t.place,
            t.id,
            (v.content ->> 'unit_id')::bigint AS unit_id,
            (v.content ->> 'starts_at')::timestamptz AS starts_at
        FROM thing AS t
        CROSS JOIN LATERAL (VALUES (t.old), (t.last)) AS v (content)
        WHERE v.content IS NOT NULL
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
                u.place,
                u.id,
                'v' || p.above
            FROM unit AS u
            INNER JOIN event.unit_path(array(SELECT d.unit_id FROM unit AS d)) AS p ON u.unit_id = p.unit_id
            UNION ALL
            SELECT
                u.place,
                u.id,
                's' || a.staff_id
            FROM unit AS u
            CROSS JOIN LATERAL org.unit_subtree(u.unit_id) AS b (unit_id)
            CROSS JOIN org.settings AS g
            INNER JOIN org.assignment AS a
                ON b.unit_id = a.unit_id AND a.valid @> (u.starts_at AT TIME ZONE g.time_zone)::date
            UNION ALL
            SELECT
                t.place,
                t.id,
                's' || k.staff_id
            FROM thing AS t
            INNER JOIN approval.open_shift_taker AS k ON t.id = k.open_shift_id
            UNION ALL
            SELECT
                t.place,
                t.id,
                's' || k.staff_id
            FROM thing AS t
            CROSS JOIN LATERAL unnest(t.taker_ids) AS k (staff_id)
            UNION ALL
            SELECT
                t.place,
                t.id,
                's' || r.staff_id
            FROM thing AS t
            INNER JOIN schedule.request AS r
                ON r.request_id IN ((t.old ->> 'request_id')::bigint, (t.last ->> 'request_id')::bigint)
            UNION ALL
            SELECT
                t.place,
                t.id,
                k.scope
            FROM thing AS t
            CROSS JOIN LATERAL event.confidant_scopes(ARRAY[(t.old ->> 'giver_id')::bigint, (t.last ->> 'giver_id')::bigint]) AS k
        ) AS s
        GROUP BY s.place, s.id
    )

    SELECT
        t.place,
        1 AS rank,
        t.change_id,
        'approval:updated' AS type,
        jsonb_strip_nulls(
            jsonb_build_object(
                'kind', 'open_shift',
                'id', t.id,
                'version', t.version,
                'action', t.action,
                'at', event.utc_text(t.changed_at),
                'state', t.last ->> 'state',
                'start', event.utc_text((t.last ->> 'starts_at')::timestamptz),
                'end', event.utc_text((t.last ->> 'ends_at')::timestamptz),
                'activity', org.public_code((t.last ->> 'activity_id')::bigint)
            )
        ) AS payload,
        a.scopes
    FROM thing AS t
    INNER JOIN audience AS a ON t.place = a.place AND t.id = a.id;
END;
$$;
COMMENT ON FUNCTION event.offer_events(event.waiting[]) IS 'The events of changed offered shifts, for whoever may know of them.';
