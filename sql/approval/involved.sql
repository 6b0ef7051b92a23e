CREATE FUNCTION approval.involved(request_id bigint) RETURNS bigint[]
LANGUAGE sql STABLE
SET search_path = ''
RETURN array(
    SELECT r.requested_by
    FROM schedule.request AS r
    WHERE r.request_id = involved.request_id AND r.requested_by IS NOT NULL
    UNION
    SELECT a.account_id
    FROM schedule.request AS r
    INNER JOIN auth.account AS a ON a.staff_id IN (r.staff_id, r.partner_id)
    WHERE r.request_id = involved.request_id
);
COMMENT ON FUNCTION approval.involved(bigint) IS
'The accounts of who asked for a request and of the people whose schedules it changes: none of them decides it.';
