CREATE FUNCTION approval.check_body(body jsonb) RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = ''
AS $$
DECLARE
    faults jsonb := api.request_faults(body);
    asked schedule.adjustment[];
BEGIN
    IF faults = '[]' THEN
        PERFORM auth.require_asking((body ->> 'staff_id')::bigint);
        -- What is listed was compared already; with a preset on days it is more than the list.
        IF body ->> 'days' IS NOT NULL THEN
            asked := ARRAY(SELECT a FROM approval.asked_adjustments(body) AS a);
        END IF;
        SELECT jsonb_agg(DISTINCT api.fault(
            '/days',
            format(
                'Two of the adjustments of one class overlap at %s.',
                replace((greatest(one.starts_at, other.starts_at) AT TIME ZONE 'UTC')::text, ' ', 'T') || 'Z'
            )
        )) INTO faults
        FROM unnest(asked) WITH ORDINALITY AS one (
            adjustment_id, request_id, staff_id, activity_id, class, starts_at, ends_at, during, state, note, recorded_from, change_id,
            place
        )
        JOIN unnest(asked) WITH ORDINALITY AS other (
            adjustment_id, request_id, staff_id, activity_id, class, starts_at, ends_at, during, state, note, recorded_from, change_id,
            place
        )
            ON other.staff_id = one.staff_id
            AND other.class = one.class
            AND other.place > one.place
            AND other.during && one.during;
    END IF;
    IF faults <> '[]' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST001', MESSAGE = 'The request cannot be accepted as it is.', DETAIL = faults::text;
    END IF;
END;
$$;
COMMENT ON FUNCTION approval.check_body(jsonb) IS
'Refuses the body of a request with everything that is wrong with it (ST001), and who may not ask for the person (42501, 23503).';
