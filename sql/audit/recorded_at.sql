-- The transaction gets its id before its change gets its number: audit.revision relies on that order.
CREATE FUNCTION audit.recorded_at() RETURNS timestamptz
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    running CONSTANT xid8 := pg_current_xact_id();
    change CONSTANT text := current_setting('strata.change', TRUE);
    found_at timestamptz;
    new_change bigint;
BEGIN
    IF change ~ '^[0-9]{1,18}$' THEN
        SELECT t.recorded_at INTO found_at
        FROM audit.transaction AS t
        WHERE t.change_id = change::bigint AND t.transaction_id = running;
    END IF;
    IF found_at IS NULL THEN
        INSERT INTO audit.transaction AS t (
            transaction_id, recorded_at, account_id, database_login, session_id, request_id
        )
        VALUES (running, clock_timestamp(), auth.account_id(), session_user, auth.session_id(), auth.request_id())
        RETURNING t.change_id, t.recorded_at INTO STRICT new_change, found_at;
        PERFORM set_config('strata.change', new_change::text, TRUE);
    END IF;
    RETURN found_at;
END;
$$;
COMMENT ON FUNCTION audit.recorded_at() IS
'The transaction time of the running transaction: one instant for all that it changes. Its first call makes its entry
in audit.transaction.';
