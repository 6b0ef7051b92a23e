-- The first thing in the transaction of a request. A token says who somebody was up to ten minutes ago; the row says now.
CREATE FUNCTION auth.enter(session bigint, request text) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    account bigint;
BEGIN
    SELECT s.account_id INTO account
    FROM auth.session AS s
    JOIN auth.account AS a ON a.account_id = s.account_id
    WHERE s.session_id = enter.session AND s.ended_at IS NULL AND s.expires_at > now() AND a.active;
    IF account IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'ST018', MESSAGE = 'The session has ended: sign in again.';
    END IF;
    PERFORM
        set_config('strata.account_id', account::text, TRUE),
        set_config('strata.session_id', enter.session::text, TRUE),
        set_config('strata.request_id', enter.request, TRUE);
END;
$$;
COMMENT ON FUNCTION auth.enter(bigint, text) IS
'Lets the rest of the transaction act as the account of a session, for a request. Errors: ST018 when the session has ended or
its account is not active.';
GRANT EXECUTE ON FUNCTION auth.enter(bigint, text) TO strata_user, strata_login;
