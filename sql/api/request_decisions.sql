CREATE FUNCTION api.request_decisions(body jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    acting CONSTANT bigint := auth.require_account();
    item jsonb;
    items jsonb[] := '{}';
    seen bigint[];
    wanted bigint;
    decided integer := 0;
    code text;
    message text;
    detail text;
    constraint_name text;
    column_name text;
    caught record;
    shortages jsonb;
BEGIN
    PERFORM approval.check_decisions(body);
    seen := ARRAY(
        SELECT r.request_id
        FROM jsonb_to_recordset(body -> 'decisions') AS d (id bigint)
        JOIN schedule.request AS r ON r.request_id = d.id
        WHERE approval.may_see(r)
    );
    -- All people at once, in order of their ids: one after the other could meet another call half way.
    PERFORM schedule.lock_staff(ARRAY(
        SELECT p.staff_id
        FROM schedule.request AS r
        CROSS JOIN LATERAL unnest(ARRAY[r.staff_id, r.partner_id]) AS p (staff_id)
        WHERE r.request_id = ANY(seen)
    ));
    FOR item IN
        SELECT e.item
        FROM jsonb_array_elements(body -> 'decisions') WITH ORDINALITY AS e (item, place)
        ORDER BY (e.item ->> 'id')::bigint, e.place
    LOOP
        wanted := item ->> 'id';
        BEGIN
            PERFORM approval.check_action(item - '{id,verdict}'::text[], item ->> 'verdict' = 'approve');
            -- Nobody else's people are locked, out of order too, on behalf of who may not know of the request.
            IF wanted <> ALL(seen) THEN
                RAISE EXCEPTION USING
                    ERRCODE = 'ST004', COLUMN = 'id', MESSAGE = format('There is no request %s.', wanted);
            END IF;
            shortages := approval.move(
                wanted, item ->> 'verdict', (item ->> 'version')::bigint, item ->> 'comment', item ->> 'on_conflict'
            );
            items := items || (
                SELECT jsonb_build_object(
                    'id', r.request_id,
                    'status', 200,
                    'state', r.state,
                    'version', approval.version_of(r.recorded_from)
                ) || CASE WHEN shortages IS NULL THEN '{}' ELSE jsonb_build_object('shortages', shortages) END
                FROM schedule.request AS r
                WHERE r.request_id = wanted
            );
            decided := decided + 1;
        EXCEPTION
            -- ST000 stands for the whole class.
            WHEN integrity_constraint_violation OR insufficient_privilege OR SQLSTATE 'ST000' THEN
                GET STACKED DIAGNOSTICS
                    code = RETURNED_SQLSTATE,
                    message = MESSAGE_TEXT,
                    detail = PG_EXCEPTION_DETAIL,
                    constraint_name = CONSTRAINT_NAME,
                    column_name = COLUMN_NAME;
                SELECT
                    p.slug,
                    p.status,
                    p.title,
                    p.sqlstate,
                    e.faults
                INTO STRICT caught
                FROM api.error_faults(code, message, detail, constraint_name, column_name) AS e
                JOIN api.problem AS p ON p.sqlstate = e.problem_code;
                items := items || jsonb_build_object(
                    'id', wanted,
                    'status', caught.status,
                    'problem', jsonb_build_object(
                        'type', '/problems/' || caught.slug,
                        'title', caught.title,
                        'status', caught.status,
                        'detail', CASE WHEN code LIKE 'ST%' THEN message ELSE caught.faults -> 0 ->> 'detail' END,
                        'code', caught.sqlstate,
                        'errors', caught.faults
                    )
                );
        END;
    END LOOP;
    RETURN jsonb_build_object(
        'decided', decided,
        'failed', cardinality(items) - decided,
        'items', to_jsonb(items)
    );
END;
$$;
COMMENT ON FUNCTION api.request_decisions(jsonb) IS
'Decides many requests in one call, at most 5000: each is approved, rejected or withdrawn alone, or fails alone and says why. The items
of the answer are in order of id.
Body: request_decisions_new.
Answer: request_decisions.';
GRANT EXECUTE ON FUNCTION api.request_decisions(jsonb) TO strata_user;
