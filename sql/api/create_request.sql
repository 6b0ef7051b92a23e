CREATE FUNCTION api.create_request(body jsonb) RETURNS json
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    acting CONSTANT bigint := auth.require_account();
    made record;
BEGIN
    SELECT
        s.request_id,
        s.shortages
    INTO STRICT made
    FROM approval.store_request(body) AS s;
    RETURN approval.answer(made.request_id, made.shortages);
END;
$$;
COMMENT ON FUNCTION api.create_request(jsonb) IS
'Asks for something, all of it or nothing: adjustments, the cancellation of approved requests (cancels), a preset on days, or a swap
with another person. The rules approve it at once or give it steps; a draft waits to be submitted.
start, end: RFC 3339 instants in whole minutes, at most 366 days apart. At most 1000 adjustments. days: local dates of the person''s
site, or {from, to, weekdays} with to exclusive. on_conflict: whether an approval cuts what stands in the way. deadline: when it
expires unless it is decided. Everything that is wrong is said at once, and so is what stands in the way.
Body: request_new.
Answer: request.
Problems: schedule-overlap, request-changed, coverage-shortage.';
GRANT EXECUTE ON FUNCTION api.create_request(jsonb) TO strata_user;
