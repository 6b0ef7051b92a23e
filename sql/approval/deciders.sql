CREATE FUNCTION approval.deciders(step_id bigint) RETURNS SETOF bigint
LANGUAGE sql STABLE ROWS 5
SET search_path = ''
BEGIN ATOMIC
    SELECT d.account_id
    FROM approval.step AS s
    CROSS JOIN LATERAL approval.deciders_of(s) AS d (account_id)
    WHERE s.step_id = deciders.step_id;
END;
COMMENT ON FUNCTION approval.deciders(bigint) IS 'The accounts that may decide a step by their own right (approval.deciders_of).';
