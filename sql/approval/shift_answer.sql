CREATE FUNCTION approval.shift_answer(id bigint, confidential boolean, managed boolean) RETURNS jsonb
LANGUAGE plpgsql STABLE
SET search_path = ''
AS $$
DECLARE
    everybody CONSTANT boolean := auth.holds_everywhere('viewer');
    own CONSTANT bigint := auth.own_staff_id();
    answer jsonb;
    taker bigint;
    shown text;
BEGIN
    SELECT
        to_jsonb(v),
        r.staff_id,
        s.code
    INTO STRICT answer, taker, shown
    FROM approval.open_shift_resource AS v
    JOIN approval.open_shift AS o ON o.open_shift_id = v.id
    JOIN org.shown_activities() AS s ON s.activity_id = o.activity_id AND NOT s.confidential
    LEFT JOIN schedule.request AS r ON r.request_id = o.request_id
    WHERE v.id = shift_answer.id;
    answer := answer || jsonb_build_object('activity', shown, 'taken_by', taker);
    IF NOT confidential THEN
        answer := answer || '{"note": null}';
    END IF;
    IF NOT managed THEN
        answer := answer || jsonb_build_object(
            'takers',
            jsonb_path_query_array(answer, '$.takers[*] ? (@.staff_id == $own)', jsonb_build_object('own', own))
        );
    END IF;
    -- Somebody of another unit may be nobody's business here.
    IF NOT everybody AND answer ->> 'giver_id' IS NOT NULL
        AND (answer ->> 'giver_id')::bigint NOT IN (SELECT auth.visible_staff())
    THEN
        answer := answer || '{"giver_id": null}';
    END IF;
    IF NOT everybody AND taker NOT IN (SELECT auth.visible_staff()) THEN
        answer := answer || '{"taken_by": null, "request_id": null}';
    END IF;
    RETURN answer;
END;
$$;
COMMENT ON FUNCTION approval.shift_answer(bigint, boolean, boolean) IS
'An offered shift as the API shows it to the acting account. confidential, managed: what approval.visible_shifts says of it. People
of whom the account may not know are null, and of those who would take it all are shown to whoever manages it only.';
