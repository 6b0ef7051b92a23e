CREATE FUNCTION approval.named_days(days jsonb) RETURNS SETOF date
LANGUAGE sql STABLE
SET search_path = ''
BEGIN ATOMIC
    SELECT DISTINCT n.day
    FROM (
        SELECT
            (e.item #>> '{}')::date AS day,
            NULL::jsonb AS weekdays
        FROM jsonb_array_elements(named_days.days) AS e (item)
        WHERE jsonb_typeof(e.item) = 'string'
        UNION ALL
        SELECT
            (e.item ->> 'from')::date + g.place AS day,
            nullif(e.item -> 'weekdays', 'null') AS weekdays
        FROM jsonb_array_elements(named_days.days) AS e (item)
        CROSS JOIN generate_series(0, (e.item ->> 'to')::date - (e.item ->> 'from')::date - 1) AS g (place)
        WHERE jsonb_typeof(e.item) = 'object'
    ) AS n
    WHERE n.weekdays IS NULL OR n.weekdays @> to_jsonb(extract(ISODOW FROM n.day)::integer)
    ORDER BY n.day;
END;
COMMENT ON FUNCTION approval.named_days(jsonb) IS
'The dates that "days" of a checked body names, a list of dates and of {from, to, weekdays?}: each once, in order.';
