CREATE FUNCTION approval.asked_adjustments(body jsonb) RETURNS SETOF schedule.adjustment
LANGUAGE plpgsql STABLE
SET search_path = ''
AS $$
DECLARE
    person CONSTANT bigint := body ->> 'staff_id';
BEGIN
    RETURN QUERY
    SELECT
        NULL::bigint,
        NULL::bigint,
        person,
        a.activity_id,
        a.class,
        g.start,
        g."end",
        tstzrange(g.start, g."end"),
        'pending',
        g.note,
        NULL::timestamptz,
        NULL::bigint
    FROM ROWS FROM (
        jsonb_to_recordset(nullif(body -> 'adjustments', 'null'))
        AS (activity text, start timestamptz, "end" timestamptz, note text)
    ) WITH ORDINALITY AS g (activity, start, "end", note, place)
    JOIN org.activity AS a ON a.code = g.activity
    ORDER BY g.place;
    IF body ->> 'days' IS NOT NULL THEN
        RETURN QUERY
        SELECT
            NULL::bigint,
            NULL::bigint,
            person,
            p.activity_id,
            p.class,
            p.starts_at,
            p.ends_at,
            tstzrange(p.starts_at, p.ends_at),
            'pending',
            p.note,
            NULL::timestamptz,
            NULL::bigint
        FROM approval.preset_adjustments((body ->> 'preset_id')::bigint, person, body -> 'days') AS p
        ORDER BY p.place;
    END IF;
    IF body ->> 'swap' IS NOT NULL THEN
        RETURN QUERY
        SELECT s.*
        FROM approval.swap_adjustments(
            person, (body -> 'swap' ->> 'staff_id')::bigint, approval.swap_parts(body)
        ) AS s;
    END IF;
END;
$$;
COMMENT ON FUNCTION approval.asked_adjustments(jsonb) IS
'The adjustments that a checked body of a request asks for: those it lists, those of its preset on its days, those of its swap.
Their ids are null.';
