CREATE FUNCTION schedule.read_proposal(
    request bigint, parameter text DEFAULT 'request', OUT proposed schedule.adjustment[], OUT cancelled bigint[]
)
LANGUAGE plpgsql STABLE
SET search_path = ''
AS $$
DECLARE
    asked schedule.request;
BEGIN
    SELECT r.* INTO asked
    FROM schedule.request AS r
    WHERE r.request_id = request;
    IF asked.request_id IS NULL OR NOT approval.may_see(asked) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST004', COLUMN = parameter, MESSAGE = format('There is no request %s.', request);
    END IF;
    IF asked.state NOT IN ('draft', 'pending') THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST001',
            COLUMN = parameter,
            MESSAGE = format('The request is %s: only a draft or pending one can be tried out.', asked.state);
    END IF;
    SELECT p.proposed, p.cancelled INTO STRICT proposed, cancelled
    FROM approval.proposal(asked) AS p;
END;
$$;
COMMENT ON FUNCTION schedule.read_proposal(bigint, text) IS
'What a draft or pending request would change, as approval.proposal has it. Errors, for the parameter: ST004 unknown
to the acting account, ST001 decided already.';
