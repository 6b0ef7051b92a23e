CREATE FUNCTION approval.escalate(step_id bigint) RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = ''
AS $$
#variable_conflict use_variable
DECLARE
    request schedule.request;
    present bigint;
    above bigint;
BEGIN
    SELECT r.* INTO STRICT request
    FROM schedule.request AS r
    JOIN approval.step AS s ON s.request_id = r.request_id
    WHERE s.step_id = step_id;
    SELECT coalesce(s.unit_id, approval.home_unit(request.staff_id, auth.today())) INTO STRICT present
    FROM approval.step AS s
    WHERE s.step_id = step_id;
    SELECT u.parent_id INTO above
    FROM org.unit AS u
    WHERE u.unit_id = present;
    UPDATE approval.step AS s SET
        deciders = CASE WHEN above IS NULL THEN 'admins' ELSE 'unit_managers' END,
        account_ids = '{}',
        unit_id = above,
        escalations = s.escalations + 1,
        -- Above the root there is nobody to go to.
        deadline = CASE WHEN above IS NOT NULL THEN now() + s.deadline_minutes * interval '1 minute' END
    WHERE s.step_id = step_id;
    PERFORM approval.close(request.request_id, 'pending');
END;
$$;
COMMENT ON FUNCTION approval.escalate(bigint) IS
'Gives the pending step of a locked request to the managers of the unit above; above the root, to the administrators of the whole
organisation, without a deadline. The request has a new version then.';
