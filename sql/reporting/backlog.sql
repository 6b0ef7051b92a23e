CREATE FUNCTION reporting.backlog()
RETURNS TABLE (
    request_id bigint,
    kind text,
    staff_id bigint,
    unit_id bigint,
    step integer,
    steps integer,
    deciders text,
    deciding_unit_id bigint,
    requested_at timestamptz,
    deadline timestamptz,
    escalations integer
)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 1000
SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    everything CONSTANT boolean := auth.holds_everywhere('manager');
    today CONSTANT date := auth.today();
    visible CONSTANT bigint[] := auth.visible_units();
BEGIN
    RETURN QUERY
    WITH confidant AS MATERIALIZED (
        SELECT c.staff_id FROM auth.confidants() AS c (staff_id) WHERE NOT everything
    ),
    entrusted AS MATERIALIZED (
        SELECT e.request_id FROM approval.entrusted() AS e (request_id) WHERE NOT everything
    )
    SELECT
        r.request_id,
        r.kind,
        r.staff_id,
        CASE WHEN h.unit_id = ANY(visible) THEN h.unit_id END,
        s.place + 1,
        (SELECT count(*)::integer FROM approval.step AS a WHERE a.request_id = r.request_id),
        s.deciders,
        CASE WHEN s.unit_id = ANY(visible) THEN s.unit_id END,
        r.requested_at,
        least(s.deadline, r.deadline),
        s.escalations::integer
    FROM schedule.request AS r
    JOIN approval.step AS s ON s.request_id = r.request_id AND s.state = 'pending'
    CROSS JOIN LATERAL (SELECT approval.home_unit(r.staff_id, today) AS unit_id) AS h
    WHERE
        r.state = 'pending'
        AND (
            everything
            OR r.staff_id IN (SELECT c.staff_id FROM confidant AS c)
            OR r.partner_id IN (SELECT c.staff_id FROM confidant AS c)
            OR r.request_id IN (SELECT e.request_id FROM entrusted AS e)
        );
END;
$$;
COMMENT ON FUNCTION reporting.backlog() IS
'The pending requests that the acting account may read, each with the step that is to be decided.';
GRANT EXECUTE ON FUNCTION reporting.backlog() TO strata_bi;
