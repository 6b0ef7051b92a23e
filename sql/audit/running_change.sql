CREATE FUNCTION audit.running_change() RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = ''
BEGIN ATOMIC
    SELECT t.change_id
    FROM audit.transaction AS t
    WHERE
        t.change_id = CASE
            WHEN current_setting('strata.change', TRUE) ~ '^[0-9]{1,18}$'
                THEN current_setting('strata.change', TRUE)::bigint
        END
        AND t.transaction_id = pg_current_xact_id_if_assigned();
END;
COMMENT ON FUNCTION audit.running_change() IS
'The change that the running transaction is, if it has changed anything yet; null otherwise.';
