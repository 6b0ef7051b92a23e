CREATE FUNCTION event.enter(sessions bigint[])
RETURNS TABLE (session_id bigint, account_id bigint, scopes text[], epoch text, head bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100
SET search_path = ''
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH alive AS MATERIALIZED (
        SELECT
            s.session_id,
            s.account_id
        FROM auth.session AS s
        JOIN auth.account AS a ON a.account_id = s.account_id
        WHERE s.session_id = ANY(sessions) AND s.ended_at IS NULL AND s.expires_at > now() AND a.active
    ),
    held AS MATERIALIZED (
        SELECT
            a.account_id,
            event.scopes_of(a.account_id) AS scopes
        FROM (SELECT DISTINCT l.account_id FROM alive AS l) AS a
    )
    SELECT
        l.session_id,
        l.account_id,
        h.scopes,
        q.epoch,
        q.pos
    FROM alive AS l
    JOIN held AS h ON h.account_id = l.account_id
    CROSS JOIN event.sequencer AS q;
END;
$$;
COMMENT ON FUNCTION event.enter(bigint[]) IS
'Those of the sessions that have not ended, with the keys of their accounts (event.scopes_of), and where the log ends in the same
snapshot: what changes them later has a later position, or none yet.';
GRANT EXECUTE ON FUNCTION event.enter(bigint[]) TO strata_relay;
