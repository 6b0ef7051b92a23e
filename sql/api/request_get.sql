CREATE FUNCTION api.request_get(id bigint) RETURNS json
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    acting CONSTANT bigint := auth.require_account();
    resource json;
BEGIN
    SELECT json_build_object(
        'id', r.request_id,
        'state', r.state,
        'staff_id', r.staff_id,
        'reason', r.reason,
        'adjustments', (
            SELECT json_agg(
                json_build_object(
                    'id', a.adjustment_id,
                    'activity', c.code,
                    'start', replace((a.starts_at AT TIME ZONE 'UTC')::text, ' ', 'T') || 'Z',
                    'end', replace((a.ends_at AT TIME ZONE 'UTC')::text, ' ', 'T') || 'Z',
                    'note', a.note
                )
                ORDER BY a.starts_at, a.adjustment_id
            )
            FROM schedule.adjustment AS a
            JOIN org.activity AS c ON c.activity_id = a.activity_id
            WHERE a.request_id = r.request_id
        ),
        'version', (extract(EPOCH FROM r.recorded_from) * 1000000)::bigint
    ) INTO resource
    FROM schedule.request AS r
    WHERE r.request_id = request_get.id;
    IF NOT FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST004', COLUMN = 'id', MESSAGE = format('There is no request %s.', request_get.id);
    END IF;
    RETURN resource;
END;
$$;
COMMENT ON FUNCTION api.request_get(bigint) IS
'One request with its adjustments in order of time; instants are UTC.
Answer: request.';
GRANT EXECUTE ON FUNCTION api.request_get(bigint) TO strata_user;
