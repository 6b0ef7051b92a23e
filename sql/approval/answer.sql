CREATE FUNCTION approval.answer(request_id bigint, shortages jsonb) RETURNS json
LANGUAGE sql STABLE
SET search_path = ''
BEGIN ATOMIC
    SELECT
        CASE
            WHEN answer.shortages IS NULL THEN row_to_json(r)
            ELSE (to_jsonb(r) || jsonb_build_object('shortages', answer.shortages))::json
        END
    FROM schedule.request_resource AS r
    WHERE r.id = answer.request_id;
END;
COMMENT ON FUNCTION approval.answer(bigint, jsonb) IS
'A request as its resource, with the coverage shortages that its approval made worse, if there are any; else as it is read, to the byte.';
