-- Any node may run it, as often as it likes: what another has locked is skipped, and what was locked is looked at anew. People
-- are locked first, as by whoever decides; since nothing is waited for here, nobody waits in a circle.
CREATE FUNCTION approval.run_deadlines(most integer DEFAULT 500) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    candidate record;
    overdue record;
    handled integer := 0;
BEGIN
    FOR candidate IN
        SELECT
            r.request_id,
            r.staff_id,
            r.partner_id
        FROM schedule.request AS r
        JOIN approval.step AS s ON s.request_id = r.request_id AND s.state = 'pending'
        WHERE r.state = 'pending' AND (r.deadline <= now() OR s.deadline <= now())
        ORDER BY r.request_id
        LIMIT most
    LOOP
        CONTINUE WHEN num_nonnulls(candidate.staff_id, candidate.partner_id) > (
            SELECT count(*)
            FROM (
                SELECT
                FROM org.staff AS p
                WHERE p.staff_id IN (candidate.staff_id, candidate.partner_id)
                ORDER BY p.staff_id
                FOR NO KEY UPDATE SKIP LOCKED
            ) AS locked
        );
        SELECT
            s.step_id,
            coalesce(r.deadline <= now(), FALSE) OR s.on_deadline = 'expire' AS expires
        INTO overdue
        FROM schedule.request AS r
        JOIN approval.step AS s ON s.request_id = r.request_id AND s.state = 'pending'
        WHERE
            r.request_id = candidate.request_id
            AND r.state = 'pending'
            AND (r.deadline <= now() OR s.deadline <= now())
        FOR UPDATE OF r, s SKIP LOCKED;
        CONTINUE WHEN NOT FOUND;
        IF overdue.expires THEN
            PERFORM approval.close(candidate.request_id, 'expired');
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
