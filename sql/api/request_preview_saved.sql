CREATE FUNCTION api.request_preview_saved(id bigint) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    acting CONSTANT bigint := auth.require_account();
    proposal CONSTANT record := schedule.read_proposal(request_preview_saved.id, 'id');
    conflicts jsonb;
BEGIN
    SELECT approval.conflicts(
        ARRAY(SELECT a FROM schedule.adjustment AS a WHERE a.request_id = r.request_id ORDER BY a.adjustment_id),
        ARRAY(SELECT c.cancelled_id FROM schedule.cancellation AS c WHERE c.request_id = r.request_id)
    ) INTO conflicts
    FROM schedule.request AS r
    WHERE r.request_id = request_preview_saved.id AND r.kind <> 'swap';
    RETURN approval.difference(proposal.proposed, proposal.cancelled)
        || jsonb_build_object('conflicts', coalesce(conflicts, '[]'));
END;
$$;
COMMENT ON FUNCTION api.request_preview_saved(bigint) IS
'What would be different if this draft or pending request were approved: as the preview of what is not stored.
Answer: request_preview.
Problems: not-found.';
GRANT EXECUTE ON FUNCTION api.request_preview_saved(bigint) TO strata_user;
