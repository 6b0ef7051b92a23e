CREATE FUNCTION approval.preset_faults(body jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE
SET search_path = ''
AS $$
DECLARE
    -- null in a body is as if the field were not there.
    preset jsonb := nullif(body -> 'preset_id', 'null');
    days CONSTANT jsonb := nullif(body -> 'days', 'null');
    person CONSTANT boolean := api.is_id(body -> 'staff_id');
    faults jsonb := '[]';
    faulty jsonb := '[]';
    place bigint;
    item jsonb;
    named bigint;
    given bigint;
    overlapping date;
BEGIN
    IF preset IS NULL THEN
        IF days IS NOT NULL THEN
            faults := faults || api.fault('/preset_id', 'preset_id is missing: days say when a preset is used.');
        END IF;
    ELSIF NOT api.is_id(preset) THEN
        faults := faults || api.fault('/preset_id', 'preset_id must be the id of a preset, a number.');
        preset := NULL;
    -- Who is asked for is faulty then, and nothing is told about presets.
    ELSIF NOT person THEN
        preset := NULL;
    ELSIF NOT approval.preset_fits((preset #>> '{}')::bigint, (body ->> 'staff_id')::bigint) THEN
        faults := faults || api.fault('/preset_id', format('There is no preset %s.', preset #>> '{}'));
        preset := NULL;
    END IF;
    IF days IS NULL THEN
        RETURN faults;
    ELSIF jsonb_typeof(days) <> 'array' OR jsonb_array_length(days) NOT BETWEEN 1 AND 366 THEN
        RETURN faults || api.fault('/days', 'days must be a list of 1 to 366 dates or ranges of dates.');
    END IF;
    FOR item, place IN
        SELECT
            e.item,
            e.place - 1
        FROM jsonb_array_elements(days) WITH ORDINALITY AS e (item, place)
    LOOP
        faulty := faulty || approval.day_faults(item, '/days/' || place);
    END LOOP;
    IF faulty <> '[]' THEN
        RETURN faults || faulty;
    END IF;
    SELECT count(*) INTO named
    FROM (
        SELECT
        FROM approval.named_days(days)
        LIMIT 367
    ) AS d;
    IF named NOT BETWEEN 1 AND 366 THEN
        RETURN faults || api.fault(
            '/days', CASE named WHEN 0 THEN 'days name no day.' ELSE 'days name more than 366 days.' END
        );
    ELSIF preset IS NULL THEN
        RETURN faults;
    END IF;
    SELECT count(*) * named INTO given
    FROM schedule.preset_line AS l
    WHERE l.preset_id = (preset #>> '{}')::bigint;
    IF given > 1000 THEN
        RETURN faults || api.fault(
            '/days', format('The preset would give %s adjustments on these days; a request has at most 1000.', given)
        );
    END IF;
    -- Of two days: lines of one day do not overlap.
    SELECT min(o.day) INTO overlapping
    FROM (
        SELECT
            d.day,
            m.start_minute < max(m.end_minute) OVER (
                PARTITION BY l.class
                ORDER BY m.start_minute, d.day
                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
            ) AS overlaps
        FROM approval.named_days(days) AS d (day)
        CROSS JOIN schedule.preset_line AS l
        CROSS JOIN LATERAL (
            SELECT
                (d.day - date '2000-01-01' + l.day_offset) * 1440::bigint + l.start_minute AS start_minute,
                (d.day - date '2000-01-01' + l.day_offset) * 1440::bigint + l.start_minute + l.minutes AS end_minute
        ) AS m
        WHERE l.preset_id = (preset #>> '{}')::bigint
    ) AS o
    WHERE o.overlaps;
    IF overlapping IS NOT NULL THEN
        RETURN faults || api.fault(
            '/days', format('What the preset gives for %s overlaps what it gives for another day.', overlapping)
        );
    ELSIF NOT EXISTS (
        SELECT FROM approval.preset_adjustments((preset #>> '{}')::bigint, (body ->> 'staff_id')::bigint, days)
    ) THEN
        RETURN faults || api.fault('/days', 'The preset gives nothing on these days.');
    END IF;
    RETURN faults;
END;
$$;
COMMENT ON FUNCTION approval.preset_faults(jsonb) IS
'What is wrong with preset_id and days of the body of a request, as a list of {pointer, detail}; empty when nothing is, or both are
missing. A preset that the acting account may not use for the person is answered as if there were none. days name at most 366 days,
and no more than 1000 adjustments come of them.';
