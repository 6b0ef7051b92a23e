CREATE FUNCTION approval.check_copy(body jsonb) RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = ''
AS $$
DECLARE
    asked schedule.adjustment[];
    planned record;
    faults jsonb;
BEGIN
    PERFORM approval.check_body(body);
    asked := ARRAY(SELECT a FROM approval.asked_adjustments(body) AS a);
    SELECT
        p.automatic,
        p.faults
    INTO STRICT planned
    FROM approval.plan(auth.account_id(), asked, '{}') AS p;
    IF planned.faults <> '[]' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST001', MESSAGE = 'The rules do not allow this.', DETAIL = planned.faults::text;
    END IF;
    -- What is not approved at once may stand beside something until it is decided.
    IF planned.automatic AND body ->> 'on_conflict' IS DISTINCT FROM 'replace' THEN
        faults := approval.conflicts(asked, '{}');
        IF faults IS NOT NULL THEN
            RAISE EXCEPTION USING
                ERRCODE = 'ST007',
                MESSAGE = 'The person already has something of the same class in that time.',
                CONSTRAINT = 'adjustment_no_overlap',
                DETAIL = faults::text;
        END IF;
    END IF;
END;
$$;
COMMENT ON FUNCTION approval.check_copy(jsonb) IS
'Refuses the body of a request of which approval.store_request could not make one, but for coverage; nothing is written. Errors: those of
approval.check_body; ST001 what the rules do not allow; ST007 what would stand in the way of an approval at once.';
