-- Reports read requests through functions, as they read people: a reporting login has no right on the table.
CREATE FUNCTION reporting.requests_day(local_day date)
RETURNS TABLE (
    unit_id bigint,
    asked integer,
    approved integer,
    rejected integer,
    withdrawn integer,
    expired integer,
    automatic integer,
    median_minutes integer,
    longest_minutes integer
)
LANGUAGE plpgsql STABLE SECURITY DEFINER COST 100000 ROWS 100
SET search_path = ''
SET jit = off
SET plan_cache_mode = force_generic_plan
AS $$
#variable_conflict use_column
DECLARE
    zone CONSTANT text := (SELECT o.time_zone FROM org.settings AS o);
    day_start CONSTANT timestamptz := schedule.local_instant(local_day::timestamp, zone);
    day_end CONSTANT timestamptz := schedule.local_instant((local_day + 1)::timestamp, zone);
    everything CONSTANT boolean := auth.holds_everywhere('manager');
BEGIN
    -- Most days of the calendar have none: nothing else is asked for them.
    IF NOT EXISTS (
        SELECT FROM schedule.request AS r WHERE r.requested_at >= day_start AND r.requested_at < day_end
        UNION ALL
        SELECT FROM schedule.request AS r WHERE r.decided_at >= day_start AND r.decided_at < day_end
    ) THEN
        RETURN;
    END IF;
    RETURN QUERY
    WITH confidant AS MATERIALIZED (
        SELECT c.staff_id FROM auth.confidants() AS c (staff_id) WHERE NOT everything
    ),
    entrusted AS MATERIALIZED (
        SELECT e.request_id FROM approval.entrusted() AS e (request_id) WHERE NOT everything
    ),
    request AS (
        SELECT
            approval.home_unit(r.staff_id, local_day) AS unit_id,
            r.state,
            r.automatic,
            r.requested_at >= day_start AND r.requested_at < day_end AS asked,
            r.state <> 'pending' AND r.decided_at >= day_start AND r.decided_at < day_end AS decided,
            extract(EPOCH FROM r.decided_at - r.requested_at) / 60 AS minutes
        FROM schedule.request AS r
        WHERE
            (
                r.requested_at >= day_start AND r.requested_at < day_end
                OR r.decided_at >= day_start AND r.decided_at < day_end
            )
            AND r.state <> 'draft'
            -- A draft that was thrown away was never asked for.
            AND NOT (r.state = 'withdrawn' AND NOT EXISTS (SELECT FROM approval.step AS s WHERE s.request_id = r.request_id))
            AND (
                everything
                OR r.staff_id IN (SELECT c.staff_id FROM confidant AS c)
                OR r.partner_id IN (SELECT c.staff_id FROM confidant AS c)
                OR r.request_id IN (SELECT e.request_id FROM entrusted AS e)
            )
    ),
    visible AS (
        SELECT array_agg(u.unit_id) AS unit_ids FROM unnest(auth.visible_units()) AS u (unit_id)
    )
    SELECT
        CASE WHEN r.unit_id = ANY(v.unit_ids) THEN r.unit_id END,
        count(*) FILTER (WHERE r.asked)::integer,
        count(*) FILTER (WHERE r.decided AND r.state IN ('approved', 'cancelled') AND NOT r.automatic)::integer,
        count(*) FILTER (WHERE r.decided AND r.state = 'rejected')::integer,
        count(*) FILTER (WHERE r.decided AND r.state = 'withdrawn')::integer,
        count(*) FILTER (WHERE r.decided AND r.state = 'expired')::integer,
        count(*) FILTER (WHERE r.decided AND r.state IN ('approved', 'cancelled') AND r.automatic)::integer,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY r.minutes) FILTER (
            WHERE r.decided AND r.state IN ('approved', 'rejected', 'cancelled') AND NOT r.automatic
        )::integer,
        max(r.minutes) FILTER (
            WHERE r.decided AND r.state IN ('approved', 'rejected', 'cancelled') AND NOT r.automatic
        )::integer
    FROM request AS r
    CROSS JOIN visible AS v
    GROUP BY 1;
END;
$$;
COMMENT ON FUNCTION reporting.requests_day(date) IS
'What was asked for and decided on a local day of the organisation, for each home unit of the people concerned; of requests that the
acting account may read.';
GRANT EXECUTE ON FUNCTION reporting.requests_day(date) TO strata_bi;
