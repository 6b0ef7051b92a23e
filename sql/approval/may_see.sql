-- What row security has for whoever reads, here for one request.
CREATE FUNCTION approval.may_see(request schedule.request) RETURNS boolean
LANGUAGE sql STABLE
SET search_path = ''
RETURN auth.holds_everywhere('manager')
OR coalesce(request.requested_by = auth.account_id(), FALSE)
OR EXISTS (
    SELECT FROM auth.confidants() AS c
    WHERE c IN (request.staff_id, request.partner_id)
)
OR EXISTS (
    SELECT FROM approval.decision AS d
    WHERE d.request_id = (may_see.request).request_id AND d.account_id = auth.account_id()
)
OR EXISTS (
    SELECT FROM approval.step AS s
    WHERE
        s.request_id = (may_see.request).request_id
        AND s.state = 'pending'
        AND approval.right_to_decide(s.step_id, auth.account_id()) IS NOT NULL
);
COMMENT ON FUNCTION approval.may_see(schedule.request) IS
'Whether the acting account may read a request: it asked for it, decides it or has decided it, or the people concerned are in its
confidence.';
