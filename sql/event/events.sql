-- More than 200 things of one family in a change are one event: whoever may know of any of them reads them again.
CREATE FUNCTION event.events(things event.waiting[])
RETURNS TABLE (place bigint, rank integer, change_id bigint, type text, payload jsonb, scopes text[])
LANGUAGE plpgsql STABLE ROWS 1000
SET search_path = ''
SET plan_cache_mode = force_generic_plan
SET enable_nestloop = off
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH family AS MATERIALIZED (
        SELECT
            t.change_id,
            t.family,
            max(t.place) AS place,
            max(t.changed_at) AS changed_at,
            jsonb_agg(DISTINCT t.kind) AS kinds,
            count(*) > 200 AS is_bulk
        FROM unnest(things) AS t
        GROUP BY t.change_id, t.family
    ),

    single AS MATERIALIZED (
        SELECT
            f.is_bulk,
            f.family,
            e.*
        FROM (
            SELECT * FROM event.schedule_events(things)
            UNION ALL
            SELECT * FROM event.request_events(things)
            UNION ALL
            SELECT * FROM event.offer_events(things)
            UNION ALL
            SELECT * FROM event.delegation_events(things)
            UNION ALL
            SELECT * FROM event.staff_events(things)
            UNION ALL
            SELECT * FROM event.settings_events(things)
        ) AS e
        INNER JOIN family AS f
            ON coalesce(f.change_id, 0) = coalesce(e.change_id, 0) AND f.family = split_part(e.type, ':', 1)
    )

    SELECT
        s.place,
        s.rank,
        s.change_id,
        s.type,
        s.payload,
        s.scopes
    FROM single AS s
    WHERE NOT s.is_bulk AND s.scopes <> '{}'
    UNION ALL
    SELECT
        f.place,
        1 AS rank,
        f.change_id,
        'schedule:bulk' AS type,
        jsonb_build_object('kinds', f.kinds, 'at', event.utc_text(f.changed_at)) AS payload,
        array_agg(DISTINCT k.scope) AS scopes
    FROM family AS f
    INNER JOIN single AS s ON coalesce(f.change_id, 0) = coalesce(s.change_id, 0) AND f.family = s.family
    CROSS JOIN LATERAL unnest(s.scopes) AS k (scope)
    WHERE f.is_bulk
    GROUP BY f.place, f.change_id, f.kinds, f.changed_at
    UNION ALL
    SELECT * FROM event.schedule_effects(things)
    UNION ALL
    SELECT * FROM event.rights_events(things);
END;
$$;
COMMENT ON FUNCTION event.events(event.waiting[]) IS
'The rows that changed things become in the log, in order of place and rank: a family of more than 200 things of one change is one
schedule:bulk for all who may know of any of them.';
