CREATE FUNCTION api.open_shift_get(id bigint) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    acting CONSTANT bigint := auth.require_account();
    answer jsonb;
BEGIN
    SELECT approval.shift_answer(v.open_shift_id, v.confidential, v.managed) INTO answer
    FROM approval.visible_shifts() AS v
    WHERE v.open_shift_id = open_shift_get.id;
    IF answer IS NULL THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST004', COLUMN = 'id', MESSAGE = format('There is no open shift %s.', open_shift_get.id);
    END IF;
    RETURN answer;
END;
$$;
COMMENT ON FUNCTION api.open_shift_get(bigint) IS
'One offered shift. Who reads its unit sees it, and so does whoever could take it; the note is for those whom it is offered to and
who manage it, and who would take it is for managers and the takers themselves.
Answer: open_shift.';
GRANT EXECUTE ON FUNCTION api.open_shift_get(bigint) TO strata_user;
