CREATE FUNCTION approval.settle_step(step approval.step, verdict text) RETURNS text
LANGUAGE plpgsql VOLATILE
SET search_path = ''
AS $$
BEGIN
    IF verdict = 'reject' THEN
        UPDATE approval.step AS s SET state = 'rejected', deadline = NULL WHERE s.step_id = step.step_id;
        RETURN 'rejected';
    END IF;
    IF step.quorum = 'all' AND EXISTS (
        SELECT FROM approval.deciders(step.step_id) AS d (account_id)
        WHERE NOT EXISTS (
            SELECT FROM approval.decision AS n
            WHERE n.step_id = step.step_id AND coalesce(n.on_behalf_of, n.account_id) = d.account_id
        )
    ) THEN
        RETURN 'pending';
    END IF;
    UPDATE approval.step AS s SET state = 'approved', deadline = NULL WHERE s.step_id = step.step_id;
    UPDATE approval.step AS s SET
        state = 'pending', deadline = now() + s.deadline_minutes * interval '1 minute'
    WHERE s.request_id = step.request_id AND s.place = step.place + 1;
    RETURN CASE WHEN FOUND THEN 'pending' ELSE 'approved' END;
END;
$$;
COMMENT ON FUNCTION approval.settle_step(approval.step, text) IS
'What a decision of the pending step of a request leads to: the state of the request. An approval that was the last one needed lets
the next step begin.';
