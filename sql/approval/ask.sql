-- Every request begins as a draft: that it is asked for is a transition of its own, and so is its approval by a rule.
CREATE FUNCTION approval.ask(request_id bigint, body jsonb DEFAULT NULL, OUT shortages jsonb)
LANGUAGE plpgsql VOLATILE
SET search_path = ''
AS $$
#variable_conflict use_variable
DECLARE
    request schedule.request;
    asked schedule.adjustment[];
    cancelled bigint[];
    planned record;
BEGIN
    SELECT r.* INTO STRICT request
    FROM schedule.request AS r
    WHERE r.request_id = request_id;
    asked := ARRAY(SELECT a FROM schedule.adjustment AS a WHERE a.request_id = request_id ORDER BY a.adjustment_id);
    cancelled := ARRAY(
        SELECT c.cancelled_id FROM schedule.cancellation AS c WHERE c.request_id = request_id ORDER BY c.cancellation_id
    );
    SELECT p.* INTO STRICT planned
    FROM approval.plan(request.requested_by, asked, cancelled) AS p;
    IF planned.faults <> '[]' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST001', MESSAGE = 'The rules do not allow this.', DETAIL = planned.faults::text;
    END IF;
    IF approval.needs_consent(request, cancelled) THEN
        planned.steps := '[{"deciders": "partner", "quorum": "any"}]' || planned.steps;
        planned.automatic := FALSE;
    END IF;
    UPDATE schedule.request AS r SET
        state = 'pending',
        requested_at = now(),
        rule_ids = planned.rule_ids,
        automatic = planned.automatic,
        reason = CASE WHEN body IS NULL THEN r.reason ELSE body ->> 'reason' END,
        on_conflict = CASE WHEN body IS NULL THEN r.on_conflict ELSE coalesce(body ->> 'on_conflict', 'reject') END,
        deadline = CASE WHEN body IS NULL THEN r.deadline ELSE (body ->> 'deadline')::timestamptz END,
        preset_id = CASE WHEN body IS NULL THEN r.preset_id ELSE (body ->> 'preset_id')::bigint END,
        partner_id = CASE WHEN body IS NULL THEN r.partner_id ELSE approval.partner_of(body) END,
        swapped = CASE WHEN body IS NULL THEN r.swapped ELSE approval.swap_parts(body) END
    WHERE r.request_id = request_id;
    UPDATE schedule.adjustment AS a SET state = 'pending' WHERE a.request_id = request_id;
    PERFORM approval.make_steps(request_id, planned.steps);
    IF planned.automatic THEN
        shortages := approval.apply(request_id, coalesce(body ->> 'on_conflict', request.on_conflict));
        PERFORM approval.close(request_id, 'approved', auth.account_id());
    END IF;
END;
$$;
COMMENT ON FUNCTION approval.ask(bigint, jsonb) IS
'Asks for what a locked draft, or a pending request that was edited, holds: its rules give it steps, or approve it. body: its new
fields. Returns the coverage shortages that an automatic approval makes worse, null for none. Errors: ST001 what the rules do not
allow; those of approval.apply.';
