CREATE FUNCTION event.things(taken event.outbox[])
RETURNS TABLE (
    place bigint,
    change_id bigint,
    changed_at timestamptz,
    family text,
    kind text,
    id bigint,
    action text,
    version bigint,
    old jsonb,
    new jsonb,
    parts jsonb
)
LANGUAGE plpgsql STABLE ROWS 1000
SET search_path = ''
SET plan_cache_mode = force_generic_plan
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH changed AS MATERIALIZED (
        SELECT
            o.change_id,
            e.relation,
            e.row_key,
            max(o.outbox_id) AS place,
            max(o.version) AS version,
            (array_agg(e.old ORDER BY o.outbox_id ASC))[1] AS old,
            (array_agg(e.new ORDER BY o.outbox_id DESC))[1] AS new
        FROM unnest(taken) AS o
        INNER JOIN audit.entry AS e ON o.entry_id = e.entry_id
        GROUP BY o.change_id, e.relation, e.row_key
    ),

    told AS (
        SELECT
            c.place,
            c.change_id,
            s.family,
            s.kind,
            k.id,
            s.key IS NULL AS is_own,
            c.version,
            c.relation,
            c.old,
            c.new
        FROM changed AS c
        INNER JOIN event.source AS s ON c.relation = s.relation
        -- What went over from one thing to another has changed both.
        CROSS JOIN LATERAL (
            SELECT 1::bigint AS id
            WHERE s.kind = 'settings'
            UNION
            SELECT c.row_key::bigint
            WHERE s.kind <> 'settings' AND s.key IS NULL
            UNION
            SELECT (c.old ->> s.key)::bigint
            UNION
            SELECT (c.new ->> s.key)::bigint
        ) AS k
        -- Made and gone within one change: nothing to tell.
        WHERE (c.old IS NOT NULL OR c.new IS NOT NULL) AND k.id IS NOT NULL
        UNION ALL
        -- Of what an erasure has emptied it is known only whose it was. The accounts of the person are shut.
        SELECT
            o.outbox_id,
            o.change_id,
            w.family,
            w.kind,
            w.id,
            w.kind = 'account',
            o.version,
            e.relation,
            w.content,
            w.content || '{"active": false}'
        FROM unnest(taken) AS o
        INNER JOIN audit.entry AS e ON o.entry_id = e.entry_id
        INNER JOIN audit.erasure AS x ON e.erasure_id = x.erasure_id
        CROSS JOIN LATERAL (
            SELECT
                'staff' AS family,
                'staff' AS kind,
                x.staff_id AS id,
                '{}'::jsonb AS content
            UNION ALL
            SELECT
                'settings',
                'account',
                e.row_key::bigint,
                jsonb_build_object('account_id', e.row_key::bigint)
            WHERE e.relation = 'auth.account'
        ) AS w
        UNION ALL
        SELECT
            o.outbox_id,
            o.change_id,
            'staff',
            'staff',
            o.staff_id,
            FALSE,
            NULL,
            'org.membership',
            '{}'::jsonb,
            '{}'::jsonb
        FROM unnest(taken) AS o
        WHERE o.staff_id IS NOT NULL
    )

    SELECT
        max(t.place) AS place,
        t.change_id,
        coalesce(x.recorded_at, now()) AS changed_at,
        t.family,
        t.kind,
        t.id,
        CASE
            WHEN bool_or(t.is_own AND t.old IS NULL) THEN 'created'
            WHEN bool_or(t.is_own AND t.new IS NULL) THEN 'deleted'
            ELSE 'updated'
        END AS action,
        -- A change that began early may write a part late: what has parts never goes back.
        greatest(
            max(t.version),
            (
                extract(EPOCH FROM CASE t.kind
                    WHEN 'request' THEN (
                        SELECT r.recorded_from
                        FROM schedule.request AS r
                        WHERE r.request_id = t.id
                    )
                    WHEN 'open_shift' THEN (
                        SELECT s.recorded_from
                        FROM approval.open_shift AS s
                        WHERE s.open_shift_id = t.id
                    )
                    WHEN 'staff' THEN (
                        SELECT max(v.instant)
                        FROM (
                            SELECT s.recorded_from AS instant
                            FROM org.staff AS s
                            WHERE s.staff_id = t.id
                            UNION ALL
                            SELECT m.recorded_from
                            FROM org.membership AS m
                            WHERE m.staff_id = t.id
                            UNION ALL
                            SELECT d.recorded_from
                            FROM org.secondment AS d
                            WHERE d.staff_id = t.id
                            UNION ALL
                            SELECT upper(h.recorded)
                            FROM org.membership_history AS h
                            WHERE h.staff_id = t.id
                        ) AS v
                    )
                    WHEN 'pattern' THEN (
                        SELECT greatest(p.recorded_from, max(l.recorded_from))
                        FROM schedule.pattern AS p
                        LEFT JOIN schedule.pattern_line AS l ON p.pattern_id = l.pattern_id
                        WHERE p.pattern_id = t.id
                        GROUP BY p.pattern_id
                    )
                    WHEN 'preset' THEN (
                        SELECT greatest(p.recorded_from, max(l.recorded_from))
                        FROM schedule.preset AS p
                        LEFT JOIN schedule.preset_line AS l ON p.preset_id = l.preset_id
                        WHERE p.preset_id = t.id
                        GROUP BY p.preset_id
                    )
                    WHEN 'coverage_requirement' THEN (
                        SELECT c.recorded_from
                        FROM schedule.coverage_requirement AS c
                        WHERE c.coverage_requirement_id = t.id
                    )
                END) * 1000000
            )::bigint
        ) AS version,
        (array_agg(t.old) FILTER (WHERE t.is_own))[1] AS old,
        (array_agg(t.new) FILTER (WHERE t.is_own))[1] AS new,
        coalesce(
            jsonb_agg(jsonb_build_object('relation', t.relation, 'old', t.old, 'new', t.new)) FILTER (WHERE NOT t.is_own),
            '[]'
        ) AS parts
    FROM told AS t
    LEFT JOIN audit.transaction AS x ON t.change_id = x.change_id
    GROUP BY t.change_id, x.recorded_at, t.family, t.kind, t.id;
END;
$$;
COMMENT ON FUNCTION event.things(event.outbox[]) IS
'What rows of the outbox mean: every thing that a change has changed, once, with what it was before and is after it (old, new: its own
row without recorded_from and change_id, as in audit.entry; parts: changed rows that belong to it). place: where it stands in the
order of changes. version: of the resource, in microseconds.';
