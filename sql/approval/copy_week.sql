CREATE FUNCTION approval.copy_week(staff_id bigint, adjustments jsonb, weeks date[], body jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE
SET search_path = ''
AS $$
#variable_conflict use_variable
DECLARE
    request CONSTANT jsonb := jsonb_build_object('staff_id', staff_id, 'adjustments', adjustments)
        || jsonb_strip_nulls(jsonb_build_object('reason', body -> 'reason', 'on_conflict', body -> 'on_conflict'));
    answer jsonb := jsonb_build_object('staff_id', staff_id, 'adjustments', adjustments);
    away date;
    made record;
    code text;
    message text;
    detail text;
    constraint_name text;
    column_name text;
BEGIN
    SELECT min(w.monday) INTO away
    FROM unnest(weeks) AS w (monday)
    WHERE NOT EXISTS (
        SELECT FROM org.membership AS m
        WHERE m.staff_id = staff_id AND m.valid && daterange(w.monday, w.monday + 7)
    );
    IF away IS NOT NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST006',
            COLUMN = 'to',
            MESSAGE = format('The person is in no unit in the week of %s.', away);
    ELSIF (body ->> 'preview')::boolean THEN
        PERFORM approval.check_copy(request);
        RETURN answer || '{"status": 200}';
    END IF;
    SELECT
        s.request_id,
        s.shortages
    INTO STRICT made
    FROM approval.store_request(request) AS s;
    RETURN answer
        || (
            SELECT jsonb_build_object(
                'status', 201, 'id', r.request_id, 'state', r.state, 'version', approval.version_of(r.recorded_from)
            )
            FROM schedule.request AS r
            WHERE r.request_id = made.request_id
        )
        || CASE WHEN made.shortages IS NULL THEN '{}' ELSE jsonb_build_object('shortages', made.shortages) END;
EXCEPTION
    -- ST000 stands for the whole class.
    WHEN integrity_constraint_violation OR insufficient_privilege OR SQLSTATE 'ST000' THEN
        GET STACKED DIAGNOSTICS
            code = RETURNED_SQLSTATE,
            message = MESSAGE_TEXT,
            detail = PG_EXCEPTION_DETAIL,
            constraint_name = CONSTRAINT_NAME,
            column_name = COLUMN_NAME;
        RETURN answer || (
            SELECT jsonb_build_object(
                'status', p.status,
                'problem', jsonb_build_object(
                    'type', '/problems/' || p.slug,
                    'title', p.title,
                    'status', p.status,
                    'detail', CASE WHEN code LIKE 'ST%' THEN message ELSE e.faults -> 0 ->> 'detail' END,
                    'code', p.sqlstate,
                    'errors', e.faults
                )
            )
            FROM api.error_faults(code, message, detail, constraint_name, column_name) AS e
            JOIN api.problem AS p ON p.sqlstate = e.problem_code
        );
END;
$$;
COMMENT ON FUNCTION approval.copy_week(bigint, jsonb, date[], jsonb) IS
'Asks for the copied adjustments of one person as one request, or for a preview only looks what would come of it: {staff_id, status,
adjustments} with id, state, version and shortages of the request, or the problem for which there is none.';
