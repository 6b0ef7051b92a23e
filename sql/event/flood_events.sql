-- To work out who may know of each of a hundred thousand rows would keep everybody waiting. So everybody is told, of nothing in
-- particular.
CREATE FUNCTION event.flood_events(floods bigint[])
RETURNS TABLE (place bigint, rank integer, change_id bigint, type text, payload jsonb, scopes text[])
LANGUAGE plpgsql STABLE ROWS 2
SET search_path = ''
AS $$
#variable_conflict use_column
BEGIN
    -- To get this query ready takes longer than all the rest.
    IF floods = '{}' THEN
        RETURN;
    END IF;
    RETURN QUERY
    WITH flood AS MATERIALIZED (
        SELECT
            o.change_id,
            max(o.outbox_id) AS place,
            array_agg(DISTINCT e.relation) AS relations
        FROM event.outbox AS o
        JOIN audit.entry AS e ON e.entry_id = o.entry_id
        WHERE o.change_id = ANY(floods)
        GROUP BY o.change_id
    )
    SELECT
        f.place,
        1,
        f.change_id,
        'schedule:bulk',
        jsonb_build_object(
            'kinds', (SELECT jsonb_agg(DISTINCT s.kind) FROM event.source AS s WHERE s.relation = ANY(f.relations)),
            'at', event.utc_text(x.recorded_at)
        ),
        '{all}'::text[]
    FROM flood AS f
    JOIN audit.transaction AS x ON x.change_id = f.change_id
    UNION ALL
    SELECT
        f.place,
        2,
        f.change_id,
        'control:rights',
        jsonb_build_object('accounts', (SELECT jsonb_agg(a.account_id ORDER BY a.account_id) FROM auth.account AS a)),
        '{}'
    FROM flood AS f
    WHERE f.relations && '{auth.account,auth.role_grant,org.unit}';
END;
$$;
COMMENT ON FUNCTION event.flood_events(bigint[]) IS
'What becomes of changes of very many rows: one schedule:bulk for everybody that says only which kinds of things to read again, and
new keys for all if rights may have changed.';
