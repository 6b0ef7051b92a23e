-- Any node may run it, as often as it likes: what another has locked is skipped, and what was locked is looked at anew.
CREATE FUNCTION approval.run_deadlines(most integer DEFAULT 500) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    overdue record;
    handled integer := 0;
BEGIN
    FOR overdue IN
        SELECT
            r.request_id,
            s.step_id,
            coalesce(r.deadline <= now(), FALSE) OR s.on_deadline = 'expire' AS expires
        FROM schedule.request AS r
        JOIN approval.step AS s ON s.request_id = r.request_id AND s.state = 'pending'
        WHERE r.state = 'pending' AND (r.deadline <= now() OR s.deadline <= now())
        ORDER BY r.request_id
        LIMIT most
        FOR UPDATE OF r, s SKIP LOCKED
    LOOP
        IF overdue.expires THEN
            PERFORM approval.close(overdue.request_id, 'expired');
        ELSE
            PERFORM approval.escalate(overdue.step_id);
        END IF;
        handled := handled + 1;
    END LOOP;
    RETURN handled;
END;
$$;
COMMENT ON FUNCTION approval.run_deadlines(integer) IS
'Escalates or expires what was to be decided by now, at most so many requests. Returns how many they were.';
GRANT EXECUTE ON FUNCTION approval.run_deadlines(integer) TO strata_user;
