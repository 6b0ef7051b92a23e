-- What can be done with a request, each behind a route of its own: all of them are approval.move.
DO $$
DECLARE
    made record;
BEGIN
    FOR made IN
        SELECT
            g.action,
            g.sentence
        FROM (
            VALUES
            ('submit', 'Asks for what a draft holds. Only who made it does.'),
            (
                'approve',
                'Approves the pending step of a request; the last step lets it count, in one transaction or not at all. Nobody decides '
                'what they asked for themselves or what is about themselves; a delegate decides on behalf of somebody. '
                'on_conflict: instead of what the request says.'
            ),
            ('reject', 'Rejects a request, whatever its step.'),
            ('withdraw', 'Takes a draft or pending request back; who asked for it does, or the person concerned.')
        ) AS g (action, sentence)
    LOOP
        EXECUTE format(
            'CREATE FUNCTION api.%I(id bigint, body jsonb) RETURNS json LANGUAGE plpgsql VOLATILE SECURITY DEFINER '
            'SET search_path = '''' AS %L',
            'request_' || made.action,
            format(
                'DECLARE acting CONSTANT bigint := auth.require_account(); shortages jsonb; BEGIN '
                'PERFORM approval.check_action(body, %s); '
                'shortages := approval.move(id, %L, (body ->> ''version'')::bigint, body ->> ''comment'', body ->> ''on_conflict''); '
                'RETURN approval.answer(id, shortages); END',
                (made.action = 'approve')::text, made.action
            )
        );
        EXECUTE format(
            'COMMENT ON FUNCTION api.%I(bigint, jsonb) IS %L',
            'request_' || made.action,
            made.sentence || E'\nversion: that was read; another one, or another state, is answered with 409 and what holds now.\n'
            || CASE made.action WHEN 'approve' THEN E'Body: request_approval.\n' ELSE E'Body: request_action.\n' END
            || E'Answer: request.\nProblems: request-changed, schedule-overlap, coverage-shortage, swap-outdated.'
        );
        EXECUTE format('GRANT EXECUTE ON FUNCTION api.%I(bigint, jsonb) TO strata_user', 'request_' || made.action);
    END LOOP;
END;
$$;
