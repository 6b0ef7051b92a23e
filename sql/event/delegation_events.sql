CREATE FUNCTION event.delegation_events(things event.waiting[])
RETURNS TABLE (place bigint, rank integer, change_id bigint, type text, payload jsonb, scopes text[])
LANGUAGE plpgsql STABLE ROWS 10
SET search_path = ''
SET plan_cache_mode = force_generic_plan
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT
        t.place,
        1 AS rank,
        t.change_id,
        'approval:updated' AS type,
        jsonb_build_object(
            'kind', 'delegation',
            'id', t.id,
            'version', t.version,
            'action', t.action,
            'at', event.utc_text(t.changed_at)
        ) AS payload,
        array(
            SELECT 'x*'
            UNION
            SELECT 'a' || a.account
            FROM
                unnest(
                    ARRAY[t.old ->> 'account_id', t.old ->> 'delegate_id', t.new ->> 'account_id', t.new ->> 'delegate_id']
                ) AS a (account)
            WHERE a.account IS NOT NULL
        ) AS scopes
    FROM unnest(things) AS t
    WHERE t.kind = 'delegation';
END;
$$;
COMMENT ON FUNCTION event.delegation_events(event.waiting[]) IS
'The events of changed delegations, for the two accounts and the administrators of the whole organisation.';
