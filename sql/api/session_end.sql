CREATE FUNCTION api.session_end(id bigint) RETURNS json
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    acting CONSTANT bigint := auth.require_account();
BEGIN
    UPDATE auth.session AS s SET
        ended_at = clock_timestamp(),
        end_reason = CASE WHEN s.session_id = auth.session_id() THEN 'logout' ELSE 'ended' END
    WHERE s.session_id = session_end.id AND s.account_id = acting AND s.ended_at IS NULL;
    IF NOT FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'P0002', MESSAGE = 'The account has no such session.';
    END IF;
    RETURN NULL;
END;
$$;
COMMENT ON FUNCTION api.session_end(bigint) IS
'Ends a session of the account: nothing can be done through it any more.';
GRANT EXECUTE ON FUNCTION api.session_end(bigint) TO strata_user;
