-- A rule that approves by itself speaks for who asks, or for whom they manage: it does not agree in the place of the other person.
CREATE FUNCTION approval.needs_consent(request schedule.request, cancelled bigint[]) RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = ''
AS $$
DECLARE
    time_zone CONSTANT text := (SELECT g.time_zone FROM org.settings AS g);
BEGIN
    -- Whoever asks for a change of the own days has agreed.
    IF request.partner_id IS NULL OR EXISTS (
        SELECT FROM auth.account AS a
        WHERE a.account_id = request.requested_by AND a.staff_id = request.partner_id
    ) THEN
        RETURN FALSE;
    ELSIF request.kind = 'swap' THEN
        RETURN TRUE;
    END IF;
    RETURN EXISTS (
        SELECT
        FROM (
            SELECT DISTINCT
                a.activity_id,
                a.class,
                approval.home_unit(a.staff_id, (a.starts_at AT TIME ZONE time_zone)::date) AS unit_id
            FROM schedule.adjustment AS a
            WHERE a.request_id = ANY(cancelled) AND a.staff_id = request.partner_id AND a.state = 'approved'
        ) AS i
        JOIN approval.rule AS r ON r.rule_id = approval.rule_for(
            i.unit_id, i.activity_id, i.class, approval.relation(request.requested_by, request.partner_id, i.unit_id)
        )
        WHERE r.automatic AND NOT approval.holds_on(request.requested_by, 'manager', i.unit_id)
    );
END;
$$;
COMMENT ON FUNCTION approval.needs_consent(schedule.request, bigint[]) IS
'Whether the other person of a request must agree to it: to every swap, and to a cancellation (cancelled: of these requests) that
nobody else would decide for them; but not to what they ask for themselves.';
