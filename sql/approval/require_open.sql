CREATE FUNCTION approval.require_open(shift approval.open_shift) RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = ''
AS $$
DECLARE
    sentence CONSTANT text := CASE shift.state
        WHEN 'taken' THEN 'Somebody has taken the shift already.'
        ELSE 'The shift is not offered any more.'
    END;
BEGIN
    IF shift.state <> 'open' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST083',
            MESSAGE = sentence,
            DETAIL = jsonb_build_array(api.fault('', sentence) || jsonb_build_object('state', shift.state))::text;
    END IF;
END;
$$;
COMMENT ON FUNCTION approval.require_open(approval.open_shift) IS
'Errors: ST083 with the state of the shift when it is taken or withdrawn.';
