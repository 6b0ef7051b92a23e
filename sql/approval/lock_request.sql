-- Whoever writes for people locks them first, then the request: what is found then still holds when it is written, and
-- nobody waits in a circle.
CREATE FUNCTION approval.lock_request(request_id bigint) RETURNS schedule.request
LANGUAGE plpgsql VOLATILE
SET search_path = ''
AS $$
#variable_conflict use_variable
DECLARE
    request schedule.request;
BEGIN
    PERFORM schedule.lock_staff(ARRAY[r.staff_id, r.partner_id])
    FROM schedule.request AS r
    WHERE r.request_id = request_id;
    SELECT r.* INTO request
    FROM schedule.request AS r
    WHERE r.request_id = request_id
    FOR UPDATE;
    IF NOT FOUND OR NOT approval.may_see(request) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST004', COLUMN = 'id', MESSAGE = format('There is no request %s.', request_id);
    END IF;
    RETURN request;
END;
$$;
COMMENT ON FUNCTION approval.lock_request(bigint) IS
'Locks the people of a request and the request, until the end of the transaction, and returns it. Errors: ST004 unknown, or not to be
seen.';
