CREATE FUNCTION approval.answer(request_id bigint, shortages jsonb) RETURNS json
LANGUAGE sql STABLE
SET search_path = ''
BEGIN ATOMIC
    SELECT
        CASE
            WHEN answer.shortages IS NULL THEN row_to_json(r)
            ELSE (left(row_to_json(r)::text, -1) || ',"shortages":' || answer.shortages || '}')::json
        END
    FROM schedule.request_resource AS r
    WHERE r.id = answer.request_id;
END;
COMMENT ON FUNCTION approval.answer(bigint, jsonb) IS
'A request as its resource, as it is read, with the coverage shortages that its approval made worse, if there are any.';
