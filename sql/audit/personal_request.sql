-- Of what two people share each is told the own part. Why it was asked for, and what others said to it, is about the one for
-- whom it was asked.
CREATE FUNCTION audit.personal_request(request jsonb, staff_id bigint, account_id bigint) RETURNS jsonb
LANGUAGE sql IMMUTABLE
SET search_path = ''
RETURN personal_request.request
|| jsonb_build_object(
    'adjustments',
    jsonb_path_query_array(
        personal_request.request,
        '$.adjustments[*] ? (@.staff_id == $own)',
        jsonb_build_object('own', personal_request.staff_id)
    )
)
|| CASE
    WHEN (personal_request.request ->> 'staff_id')::bigint = personal_request.staff_id THEN '{}'
    ELSE jsonb_build_object(
        'reason', NULL,
        'decision_comment', NULL,
        'steps', (
            SELECT
                coalesce(
                    jsonb_agg(
                        s.step
                        || jsonb_build_object(
                            'decisions', (
                                SELECT
                                    coalesce(
                                        jsonb_agg(
                                            d.decision
                                            || CASE
                                                WHEN (d.decision ->> 'account_id')::bigint = personal_request.account_id THEN '{}'
                                                ELSE '{"comment": null}'
                                            END::jsonb
                                            ORDER BY d.place
                                        ),
                                        '[]'
                                    )
                                FROM jsonb_array_elements(s.step -> 'decisions') WITH ORDINALITY AS d (decision, place)
                            )
                        )
                        ORDER BY s.place
                    ),
                    '[]'
                )
            FROM jsonb_array_elements(personal_request.request -> 'steps') WITH ORDINALITY AS s (step, place)
        )
    )
END;
COMMENT ON FUNCTION audit.personal_request(jsonb, bigint, bigint) IS
'Of a request, as its resource has it, what is about a person with an account (or null): its own adjustments; reason and comments
only where the request was made for that person, else its own comments.';
