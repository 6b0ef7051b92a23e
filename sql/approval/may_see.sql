-- What row security has for whoever reads, here for one request: so only its people are looked at, and not all that are in the
-- confidence of the account (auth.confidants).
CREATE FUNCTION approval.may_see(request schedule.request) RETURNS boolean
LANGUAGE sql STABLE
SET search_path = ''
RETURN auth.holds_everywhere('manager')
OR coalesce(request.requested_by = auth.account_id(), FALSE)
OR coalesce(auth.own_staff_id() IN (request.staff_id, request.partner_id), FALSE)
OR EXISTS (
    SELECT FROM unnest(ARRAY[(may_see.request).staff_id, (may_see.request).partner_id]) AS p (staff_id)
    WHERE approval.home_unit(p.staff_id, auth.today()) = any((SELECT auth.units('manager'))::bigint[])
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
