CREATE FUNCTION approval.refuse_changed(request_id bigint, state text, recorded_from timestamptz, pointer text DEFAULT '/version')
RETURNS void
LANGUAGE plpgsql IMMUTABLE
SET search_path = ''
AS $$
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = 'ST080',
        MESSAGE = format('The request %s is not what it was: it is %s now.', request_id, state),
        DETAIL = jsonb_build_array(
            api.fault(
                pointer,
                format(
                    'The request is %s now, in version %s: read it again and decide anew.', state, approval.version_of(recorded_from)
                )
            )
            || jsonb_build_object('id', request_id, 'state', state, 'version', approval.version_of(recorded_from))
        )::text;
END;
$$;
COMMENT ON FUNCTION approval.refuse_changed(bigint, text, timestamptz, text) IS
'Refuses (ST080) what was meant for another state or version of a request, and says which ones hold.';
