CREATE FUNCTION approval.require_own(request schedule.request, action text) RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = ''
AS $$
BEGIN
    IF auth.is_unrestricted()
        OR request.requested_by = auth.account_id()
        OR (action = 'withdraw' AND request.staff_id = auth.own_staff_id())
    THEN
        RETURN;
    END IF;
    RAISE EXCEPTION USING
        ERRCODE = 'ST011',
        MESSAGE = CASE action
            WHEN 'withdraw' THEN 'Only who asked for it, or the person concerned, withdraws a request.'
            ELSE 'Only who asked for it changes a request.'
        END;
END;
$$;
COMMENT ON FUNCTION approval.require_own(schedule.request, text) IS
'Refuses (ST011) who did not ask for a request; it may be withdrawn by the person concerned too.';
