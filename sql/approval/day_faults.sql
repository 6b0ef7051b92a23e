-- Without reading out a long range: what names more days than the limit says so by its length.
CREATE FUNCTION approval.day_faults(item jsonb, pointer text) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE
SET search_path = ''
AS $$
DECLARE
    -- A year of time zones and instants remains after it.
    last_day CONSTANT date := '9997-12-31';
    faults jsonb := '[]';
    field text;
    first_day date;
    end_day date;
BEGIN
    IF jsonb_typeof(item) = 'string' THEN
        IF NOT api.is_date(item #>> '{}') THEN
            RETURN jsonb_build_array(api.fault(pointer, 'A day must be a date (YYYY-MM-DD).'));
        ELSIF (item #>> '{}')::date > last_day THEN
            RETURN jsonb_build_array(api.fault(pointer, 'A day must not be later than 9997-12-31.'));
        END IF;
        RETURN faults;
    ELSIF jsonb_typeof(item) <> 'object' THEN
        RETURN jsonb_build_array(api.fault(pointer, 'A day must be a date (YYYY-MM-DD), or {from, to, weekdays?}.'));
    END IF;
    faults := faults || approval.unknown_fields(item, '{from,to,weekdays}', pointer);
    FOREACH field IN ARRAY ARRAY['from', 'to']
    LOOP
        IF coalesce(jsonb_typeof(item -> field), 'null') = 'null' THEN
            faults := faults || api.fault(pointer || '/' || field, field || ' is missing.');
        ELSIF jsonb_typeof(item -> field) <> 'string' OR NOT api.is_date(item ->> field) THEN
            faults := faults || api.fault(pointer || '/' || field, field || ' must be a date (YYYY-MM-DD).');
        ELSIF (item ->> field)::date > last_day THEN
            faults := faults || api.fault(pointer || '/' || field, field || ' must not be later than 9997-12-31.');
        ELSIF field = 'from' THEN
            first_day := item ->> field;
        ELSE
            end_day := item ->> field;
        END IF;
    END LOOP;
    IF end_day <= first_day THEN
        faults := faults || api.fault(pointer || '/to', 'to must be later than from.');
    -- With one weekday of seven this would still be more than 366 days.
    ELSIF end_day - first_day > 366 * 7 THEN
        faults := faults || api.fault(pointer || '/to', 'A range must not be longer than 366 weeks.');
    END IF;
    CASE coalesce(jsonb_typeof(item -> 'weekdays'), 'null')
        WHEN 'null' THEN
            NULL;
        WHEN 'array' THEN
            IF jsonb_array_length(item -> 'weekdays') NOT BETWEEN 1 AND 7
                OR (
                    SELECT count(DISTINCT w) < jsonb_array_length(item -> 'weekdays')
                    FROM jsonb_array_elements(item -> 'weekdays') AS w
                    WHERE w IN ('1', '2', '3', '4', '5', '6', '7')
                )
            THEN
                faults := faults || api.fault(
                    pointer || '/weekdays', 'weekdays must be numbers from 1 (Monday) to 7, each at most once.'
                );
            END IF;
        ELSE
            faults := faults || api.fault(pointer || '/weekdays', 'weekdays must be a list of numbers from 1 (Monday) to 7.');
    END CASE;
    RETURN faults;
END;
$$;
COMMENT ON FUNCTION approval.day_faults(jsonb, text) IS
'What is wrong with one entry of "days": a date, or {from, to, weekdays?}; an empty list when nothing is.';
