CREATE FUNCTION approval.answer(request_id bigint, shortages jsonb) RETURNS jsonb
LANGUAGE sql STABLE
SET search_path = ''
BEGIN ATOMIC
    SELECT
        to_jsonb(r)
        || CASE WHEN answer.shortages IS NULL THEN '{}' ELSE jsonb_build_object('shortages', answer.shortages) END
    FROM schedule.request_resource AS r
    WHERE r.id = answer.request_id;
END;
COMMENT ON FUNCTION approval.answer(bigint, jsonb) IS
'A request as its resource, with the coverage shortages that its approval made worse, if there are any.';
