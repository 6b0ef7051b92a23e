-- Whose schedules a request changes says who is locked, who must agree, and who does not decide: that stays what it was.
CREATE FUNCTION approval.refuse_other_people(request schedule.request, body jsonb) RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = ''
AS $$
DECLARE
    partner CONSTANT bigint := approval.partner_of(body);
    field text;
BEGIN
    IF (body ->> 'swap' IS NOT NULL) <> (request.kind = 'swap') THEN
        field := 'swap';
    ELSIF partner IS NOT NULL AND partner IS DISTINCT FROM request.partner_id THEN
        field := CASE request.kind WHEN 'swap' THEN 'swap/staff_id' ELSE 'cancels' END;
    ELSE
        RETURN;
    END IF;
    RAISE EXCEPTION USING
        ERRCODE = 'ST001',
        MESSAGE = 'The request cannot be changed like this.',
        DETAIL = jsonb_build_array(api.fault(
            '/' || field,
            CASE field
                WHEN 'swap' THEN 'A swap stays one, and nothing else becomes one: withdraw it and ask anew.'
                ELSE 'It would change the schedule of another person: withdraw it and ask anew.'
            END
        ))::text;
END;
$$;
COMMENT ON FUNCTION approval.refuse_other_people(schedule.request, jsonb) IS
'Refuses (ST001) what a checked body would make of a request: one about other people than before, or a swap of what was none, or the
other way round. Only another person that it was about may be left out.';
