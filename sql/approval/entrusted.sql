CREATE FUNCTION approval.entrusted() RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL RESTRICTED ROWS 100
SET search_path = ''
BEGIN ATOMIC
    SELECT r.request_id FROM schedule.request AS r
    WHERE r.requested_by = auth.account_id()
    UNION
    SELECT d.request_id FROM approval.decision AS d
    WHERE d.account_id = auth.account_id()
    UNION
    SELECT p.request_id FROM approval.decidable() AS p;
END;
COMMENT ON FUNCTION approval.entrusted() IS
'The requests that the acting account asked for, has decided or may decide: it reads them, whoever they are about.';
GRANT EXECUTE ON FUNCTION approval.entrusted() TO strata_user, strata_bi;
