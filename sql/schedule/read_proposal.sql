CREATE FUNCTION schedule.read_proposal(request bigint) RETURNS schedule.adjustment[]
LANGUAGE plpgsql STABLE
SET search_path = ''
AS $$
DECLARE
    state text;
BEGIN
    IF request IS NULL THEN
        RETURN NULL;
    END IF;
    SELECT r.state INTO state
    FROM schedule.request AS r
    WHERE
        r.request_id = request
        AND (auth.holds_everywhere('manager') OR r.staff_id IN (SELECT auth.confidants()));
    IF NOT FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST004', COLUMN = 'request', MESSAGE = format('There is no request %s.', request);
    END IF;
    IF state NOT IN ('draft', 'pending') THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST001',
            COLUMN = 'request',
            MESSAGE = format('The request is %s: only a draft or pending one can be tried out.', state);
    END IF;
    RETURN ARRAY(SELECT a FROM schedule.adjustment AS a WHERE a.request_id = request);
END;
$$;
COMMENT ON FUNCTION schedule.read_proposal(bigint) IS
'The adjustments of a draft or pending request, to be tried out; null for null. Errors, for request: ST004 unknown,
ST001 decided already.';
