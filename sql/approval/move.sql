-- The one place where the state of a request changes.
CREATE FUNCTION approval.move(
    request_id bigint,
    action text,
    version bigint,
    comment text DEFAULT NULL,
    on_conflict text DEFAULT NULL,
    OUT shortages jsonb
)
LANGUAGE plpgsql VOLATILE
SET search_path = ''
AS $$
#variable_conflict use_variable
DECLARE
    acting CONSTANT bigint := auth.account_id();
    request schedule.request;
    step approval.step;
    holder bigint;
    new_state text;
BEGIN
    request := approval.lock_request(request_id);
    IF version <> approval.version_of(request.recorded_from)
        OR (action = 'submit') <> (request.state = 'draft') AND NOT (action = 'withdraw' AND request.state = 'draft')
        OR request.state NOT IN ('draft', 'pending')
    THEN
        PERFORM approval.refuse_changed(request_id, request.state, request.recorded_from);
    END IF;
    IF action IN ('approve', 'reject') THEN
        SELECT s.* INTO STRICT step
        FROM approval.step AS s
        WHERE s.request_id = request_id AND s.state = 'pending';
        holder := approval.right_to_decide(step.step_id, acting);
        IF holder IS NULL THEN
            RAISE EXCEPTION USING
                ERRCODE = 'ST011',
                MESSAGE = CASE
                    WHEN acting = ANY(approval.involved(request_id))
                        THEN 'Nobody decides what they asked for themselves, or what is about themselves.'
                    ELSE 'This step is decided by others, or you have decided it already.'
                END;
        END IF;
        INSERT INTO approval.decision (request_id, step_id, verdict, consent, account_id, on_behalf_of, comment)
        VALUES (request_id, step.step_id, action, step.deciders = 'partner', acting, nullif(holder, acting), comment);
        new_state := approval.settle_step(step, action);
    ELSE
        PERFORM approval.require_own(request, action);
        IF action = 'submit' THEN
            -- A draft may have waited until nobody could ask for this any more.
            PERFORM approval.check_body(approval.body_of(request));
            shortages := approval.ask(request_id);
            RETURN;
        END IF;
        new_state := 'withdrawn';
    END IF;
    IF new_state = 'approved' THEN
        shortages := approval.apply(request_id, coalesce(on_conflict, request.on_conflict));
    END IF;
    PERFORM approval.close(request_id, new_state, CASE WHEN holder IS NOT NULL THEN acting END, nullif(holder, acting), comment);
END;
$$;
COMMENT ON FUNCTION approval.move(bigint, text, bigint, text, text) IS
'Moves a request on as the acting account: submit, approve, reject or withdraw, if it is still of that version (microseconds). Returns
the coverage shortages that an approval makes worse, null for none. Errors: ST004 unknown or not to be seen, ST080 another state or
version, ST011 for others to do; of a draft those of approval.check_body; those of approval.ask and approval.apply.';
