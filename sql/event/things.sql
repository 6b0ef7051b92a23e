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
            CASE
                WHEN s.kind = 'settings' THEN 1
                WHEN s.key IS NULL THEN c.row_key::bigint
                ELSE (coalesce(c.new, c.old) ->> s.key)::bigint
            END AS id,
            s.key IS NULL AS is_own,
            c.version,
            c.relation,
            c.old,
            c.new
        FROM changed AS c
        INNER JOIN event.source AS s ON c.relation = s.relation
        -- Made and gone within one change, or emptied by an erasure: nothing to tell.
        WHERE c.old IS NOT NULL OR c.new IS NOT NULL
        UNION ALL
        -- Nothing was written: only the date makes it another home unit.
        SELECT
            o.outbox_id,
            o.change_id,
            c.family,
            c.kind,
            r.id,
            c.is_own,
            r.version,
            c.relation,
            c.content,
            c.content
        FROM unnest(taken) AS o
        INNER JOIN org.staff_resource AS r ON o.staff_id = r.id
        CROSS JOIN (VALUES ('staff', 'staff', FALSE, 'org.membership', '{}'::jsonb)) AS c (family, kind, is_own, relation, content)
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
        max(t.version) AS version,
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
