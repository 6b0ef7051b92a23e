CREATE FUNCTION approval.close(
    request_id bigint,
    new_state text,
    decided_by bigint DEFAULT NULL,
    on_behalf_of bigint DEFAULT NULL,
    comment text DEFAULT NULL
) RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = ''
AS $$
#variable_conflict use_variable
BEGIN
    -- A decision that leaves the request pending is a new version of it too.
    UPDATE schedule.request AS r SET
        state = new_state,
        decided_by = CASE WHEN new_state IN ('approved', 'rejected') THEN decided_by END,
        decided_on_behalf_of = CASE WHEN new_state IN ('approved', 'rejected') THEN on_behalf_of END,
        decided_at = CASE WHEN new_state <> 'pending' THEN now() END,
        decision_comment = CASE WHEN new_state <> 'pending' THEN comment END
    WHERE r.request_id = request_id;
    IF new_state <> 'pending' THEN
        UPDATE approval.step AS s SET state = 'closed', deadline = NULL
        WHERE s.request_id = request_id AND s.state IN ('waiting', 'pending');
    END IF;
    IF new_state IN ('rejected', 'withdrawn', 'expired') THEN
        UPDATE schedule.adjustment AS a SET state = new_state WHERE a.request_id = request_id;
    END IF;
END;
$$;
COMMENT ON FUNCTION approval.close(bigint, text, bigint, bigint, text) IS
'Writes the state that a locked request has come to, and closes the steps that are not needed any more.';
