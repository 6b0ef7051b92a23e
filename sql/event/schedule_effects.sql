-- Sites, holidays, patterns and activities are no schedules, but schedules are made of them.
CREATE FUNCTION event.schedule_effects(things event.waiting[])
RETURNS TABLE (place bigint, rank integer, change_id bigint, type text, payload jsonb, scopes text[])
LANGUAGE plpgsql STABLE ROWS 10
SET search_path = ''
SET plan_cache_mode = force_generic_plan
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT
        max(t.place) AS place,
        2 AS rank,
        t.change_id,
        'schedule:bulk' AS type,
        jsonb_strip_nulls(
            jsonb_build_object(
                'kinds', jsonb_build_array('contract', 'adjustment'),
                'at', event.utc_text(max(t.changed_at)),
                'start', CASE WHEN bool_and(t.kind = 'holiday') THEN event.utc_text(min(h.starts_at)) END,
                'end', CASE WHEN bool_and(t.kind = 'holiday') THEN event.utc_text(max(h.ends_at)) END
            )
        ) AS payload,
        '{all}'::text[] AS scopes
    FROM unnest(things) AS t
    LEFT JOIN LATERAL (
        -- What begins on the day may end on the next one.
        SELECT
            min(schedule.local_instant((v.content ->> 'day')::timestamp, c.time_zone)) AS starts_at,
            max(schedule.local_instant((v.content ->> 'day')::timestamp + interval '2 days', c.time_zone)) AS ends_at
        FROM (VALUES (t.old), (t.new)) AS v (content)
        INNER JOIN org.site AS c ON c.site_id = (v.content ->> 'site_id')::bigint
        WHERE t.kind = 'holiday'
    ) AS h ON TRUE
    WHERE
        (
            t.kind = 'holiday'
            AND EXISTS (
                SELECT FROM schedule.contract AS c
                WHERE c.site_id IN ((t.old ->> 'site_id')::bigint, (t.new ->> 'site_id')::bigint)
            )
        )
        OR (
            t.kind = 'pattern'
            AND t.parts <> '[]'
            AND EXISTS (
                SELECT FROM schedule.contract AS c
                WHERE c.pattern_id = t.id
            )
        )
        OR (t.kind IN ('site', 'settings') AND t.action = 'updated' AND t.old ->> 'time_zone' <> t.new ->> 'time_zone')
        OR (
            t.kind = 'activity'
            AND t.action = 'updated'
            AND t.old - '{name,colour}'::text[] IS DISTINCT FROM t.new - '{name,colour}'::text[]
        )
    GROUP BY t.change_id;
END;
$$;
COMMENT ON FUNCTION event.schedule_effects(event.waiting[]) IS
'One event for each change after which many schedules may be others, although none was written. Of holidays start and end say when.';
