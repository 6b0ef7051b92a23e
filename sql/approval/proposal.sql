CREATE FUNCTION approval.proposal(
    request schedule.request, OUT proposed schedule.adjustment[], OUT cancelled bigint[]
)
LANGUAGE plpgsql STABLE
SET search_path = ''
AS $$
BEGIN
    proposed := ARRAY(
        SELECT a FROM schedule.adjustment AS a WHERE a.request_id = request.request_id ORDER BY a.adjustment_id
    );
    cancelled := ARRAY(
        SELECT a.adjustment_id
        FROM schedule.cancellation AS c
        -- OFFSET keeps it from reading what everybody has approved when nothing is cancelled.
        CROSS JOIN LATERAL (
            SELECT o.adjustment_id
            FROM schedule.adjustment AS o
            WHERE o.request_id = c.cancelled_id AND o.state = 'approved'
            OFFSET 0
        ) AS a
        WHERE c.request_id = request.request_id
    );
    IF request.kind = 'swap' THEN
        SELECT w.proposed, w.cancelled INTO STRICT proposed, cancelled
        FROM approval.without_time(ARRAY[request.staff_id, request.partner_id], request.swapped, proposed, cancelled) AS w;
    END IF;
END;
$$;
COMMENT ON FUNCTION approval.proposal(schedule.request) IS
'What the merge needs to try out an undecided request: the adjustments that would count, which stand over approved ones of their class,
and those that would not count any more: of the requests that it cancels, and, for a swap, all of both people in its parts.';
