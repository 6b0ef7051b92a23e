-- What shows in a schedule is seen by days: whoever reads a unit sees there the days of a person in it. So each key is told the part
-- of the time that its holders see, and keys that see the same share an event. Most people are in one unit all the time: one event.
CREATE FUNCTION event.schedule_events(things event.waiting[])
RETURNS TABLE (place bigint, rank integer, change_id bigint, type text, payload jsonb, scopes text[])
LANGUAGE plpgsql STABLE ROWS 1000
SET search_path = ''
SET plan_cache_mode = force_generic_plan
SET enable_nestloop = off
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH shown AS MATERIALIZED (
        SELECT
            t.place,
            t.change_id,
            t.changed_at,
            t.kind,
            t.id,
            t.version,
            CASE WHEN t.kind <> 'adjustment' OR t.old ->> 'state' = 'approved' THEN t.old END AS old,
            CASE WHEN t.kind <> 'adjustment' OR t.new ->> 'state' = 'approved' THEN t.new END AS new,
            coalesce(t.new, t.old) AS last,
            t.old ->> 'staff_id' <> t.new ->> 'staff_id' AS is_handed_over
        FROM unnest(things) AS t
        WHERE t.family = 'schedule'
    ),

    -- What has become somebody else's is gone for those who see the one person, and new for those who see the other.
    thing AS MATERIALIZED (
        SELECT
            s.place,
            p.turn,
            s.change_id,
            s.changed_at,
            s.kind,
            s.id,
            s.version,
            CASE WHEN p.of_old THEN s.old END AS old,
            CASE WHEN p.of_new THEN s.new END AS new,
            CASE WHEN p.of_new THEN s.last ELSE s.old END AS last
        FROM shown AS s
        INNER JOIN (
            VALUES (FALSE, 1, TRUE, TRUE), (TRUE, 1, TRUE, FALSE), (TRUE, 2, FALSE, TRUE)
        ) AS p (is_handed_over, turn, of_old, of_new) ON p.is_handed_over = coalesce(s.is_handed_over, FALSE)
    ),

    side AS MATERIALIZED (
        SELECT
            t.place,
            t.turn,
            t.kind,
            (v.content ->> 'staff_id')::bigint AS staff_id,
            org.public_code((v.content ->> 'activity_id')::bigint) AS activity,
            -- The time in which it shows, and the time whose readers may know of it.
            CASE t.kind
                WHEN 'adjustment'
                    THEN tstzrange((v.content ->> 'starts_at')::timestamptz, (v.content ->> 'ends_at')::timestamptz)
                WHEN 'contract'
                    THEN
                        tstzrange(
                            event.day_start(lower((v.content ->> 'valid')::daterange), c.time_zone),
                            -- What has begun on the last day is worked to its end.
                            event.day_start(upper((v.content ->> 'valid')::daterange), c.time_zone, 1)
                        )
                ELSE tstzrange(
                    event.day_start((v.content ->> 'day')::date, g.time_zone),
                    event.day_start((v.content ->> 'day')::date, g.time_zone, 1)
                )
            END AS shown,
            CASE t.kind
                WHEN 'contract' THEN tstzrange(
                    event.day_start(lower((v.content ->> 'valid')::daterange), g.time_zone),
                    event.day_start(upper((v.content ->> 'valid')::daterange), g.time_zone)
                )
            END AS known
        FROM thing AS t
        CROSS JOIN LATERAL (VALUES (t.old), (t.new)) AS v (content)
        CROSS JOIN org.settings AS g
        LEFT JOIN org.site AS c ON c.site_id = (v.content ->> 'site_id')::bigint
        WHERE v.content IS NOT NULL
    ),

    whole AS MATERIALIZED (
        SELECT
            s.place,
            s.turn,
            s.kind,
            range_merge(range_agg(s.shown)) AS shown,
            array_agg(DISTINCT s.staff_id) AS staff_ids,
            -- A note is not for those who read the board: what is the same to them they are not told.
            s.kind <> 'adjustment' OR count(*) = 1 OR count(DISTINCT concat_ws(' ', s.staff_id, s.activity, s.shown)) > 1 AS is_public
        FROM side AS s
        GROUP BY s.place, s.turn, s.kind
    ),

    person AS MATERIALIZED (
        SELECT coalesce(array_agg(DISTINCT s.staff_id), '{}') AS staff_ids
        FROM side AS s
    ),

    stay AS MATERIALIZED (
        SELECT
            y.staff_id,
            y.unit_id,
            y.span
        FROM person AS p
        CROSS JOIN LATERAL event.stays(p.staff_ids) AS y
    ),

    seen AS (
        SELECT
            s.place,
            s.turn,
            'v' || u.above AS scope,
            -- A contract is seen whole by whoever sees a day of it.
            range_merge(range_agg(CASE WHEN s.kind = 'contract' THEN s.shown ELSE s.shown * y.span END)) AS part
        FROM side AS s
        INNER JOIN whole AS w ON s.place = w.place AND s.turn = w.turn AND w.is_public
        INNER JOIN stay AS y ON s.staff_id = y.staff_id AND coalesce(s.known, s.shown) && y.span
        INNER JOIN event.unit_path(array(SELECT DISTINCT d.unit_id FROM stay AS d)) AS u ON y.unit_id = u.unit_id
        GROUP BY s.place, s.turn, u.above
        UNION ALL
        SELECT
            w.place,
            w.turn,
            k.scope,
            w.shown
        FROM whole AS w
        CROSS JOIN LATERAL unnest(CASE WHEN w.is_public THEN '{v*,m*}'::text[] ELSE '{m*}' END) AS k (scope)
        UNION ALL
        SELECT
            w.place,
            w.turn,
            k.scope,
            w.shown
        FROM whole AS w
        CROSS JOIN LATERAL unnest(w.staff_ids) AS p (staff_id)
        INNER JOIN event.confidant_scopes((SELECT p.staff_ids FROM person AS p)) AS k ON p.staff_id = k.staff_id
    ),

    audience AS (
        SELECT
            s.place,
            s.turn,
            s.part,
            array_agg(DISTINCT s.scope) AS scopes
        FROM seen AS s
        GROUP BY s.place, s.turn, s.part
    )

    SELECT
        t.place,
        -- Whoever is told more than one hears of the longest time last.
        (
            row_number() OVER (PARTITION BY t.place ORDER BY t.turn, coalesce(upper(a.part) - lower(a.part), '1000 years'))
        )::integer AS rank,
        t.change_id,
        'schedule:' || CASE WHEN t.old IS NULL THEN 'created' WHEN t.new IS NULL THEN 'deleted' ELSE 'updated' END AS type,
        jsonb_strip_nulls(
            jsonb_build_object(
                'kind', t.kind,
                'id', t.id,
                'version', t.version,
                'action', CASE WHEN t.old IS NULL THEN 'created' WHEN t.new IS NULL THEN 'deleted' ELSE 'updated' END,
                'at', event.utc_text(t.changed_at),
                'staff_id', (t.last ->> 'staff_id')::bigint,
                'request_id', (t.last ->> 'request_id')::bigint,
                'state', t.last ->> 'state',
                'start', event.utc_text(lower(a.part)),
                'end', event.utc_text(upper(a.part)),
                'activity', org.public_code((t.last ->> 'activity_id')::bigint)
            )
        ) AS payload,
        a.scopes
    FROM thing AS t
    INNER JOIN audience AS a ON t.place = a.place AND t.turn = a.turn
    WHERE t.old IS NOT NULL OR t.new IS NOT NULL;
END;
$$;
COMMENT ON FUNCTION event.schedule_events(event.waiting[]) IS
'The events of changed adjustments, contracts and duties: adjustments only as far as they are or were approved. start and end: the
time that changed, before and after, as far as the holders of the scopes see it.';
