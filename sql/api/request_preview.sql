CREATE FUNCTION api.request_preview(body jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    acting CONSTANT bigint := auth.require_account();
    asked schedule.adjustment[];
    requests bigint[];
    proposal record;
BEGIN
    PERFORM approval.check_body(body);
    asked := ARRAY(SELECT a FROM approval.asked_adjustments(body) AS a);
    requests := ARRAY(
        SELECT c.id::bigint FROM jsonb_array_elements_text(nullif(body -> 'cancels', 'null')) AS c (id)
    );
    SELECT
        asked AS proposed,
        ARRAY(
            SELECT a.adjustment_id
            FROM schedule.adjustment AS a
            WHERE a.request_id = ANY(requests) AND a.state = 'approved'
        ) AS cancelled
    INTO STRICT proposal;
    IF body ->> 'swap' IS NOT NULL THEN
        SELECT w.* INTO STRICT proposal
        FROM approval.without_time(
            ARRAY[(body ->> 'staff_id')::bigint, (body -> 'swap' ->> 'staff_id')::bigint],
            approval.swap_parts(body), proposal.proposed, proposal.cancelled
        ) AS w;
        asked := '{}';
    END IF;
    RETURN approval.difference(proposal.proposed, proposal.cancelled)
        || jsonb_build_object('conflicts', coalesce(approval.conflicts(asked, requests), '[]'));
END;
$$;
COMMENT ON FUNCTION api.request_preview(jsonb) IS
'What would be different if this were asked for and approved; nothing is stored. staff: segments and minutes of each person concerned
before and after, on the local days of the organisation on which something changes; coverage: where a requirement would count more or
fewer people; conflicts: what of the same class stands in the way, and would be cut if on_conflict is replace.
Body: request_new.
Answer: request_preview.';
GRANT EXECUTE ON FUNCTION api.request_preview(jsonb) TO strata_user;
