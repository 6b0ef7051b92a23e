-- The part of JSON Schema that api.field and its readers use. What a regular expression or a type would make an error of
-- PostgreSQL is a fault here, so that a client hears of everything at once.
CREATE FUNCTION api.value_faults(value jsonb, form jsonb, pointer text) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE
SET search_path = ''
AS $$
DECLARE
    name CONSTANT text := substr(pointer, 2);
    kind CONSTANT text := jsonb_typeof(value);
    content CONSTANT text := value #>> '{}';
    span CONSTANT numeric := CASE form ->> 'format' WHEN 'int32' THEN 2147483648 ELSE 9223372036854775808 END;
    low numeric;
    high numeric;
    faults jsonb := '[]';
    part text;
    item jsonb;
    place bigint;
BEGIN
    IF NOT (
        form -> 'type' ? kind
        OR (kind = 'number' AND form -> 'type' ? 'integer' AND content ~ '^-?[0-9]+$')
    ) THEN
        RETURN jsonb_build_array(api.fault(pointer, format('%s must be %s.', name, api.type_words(form -> 'type'))));
    END IF;
    IF kind <> 'null' AND NOT form -> 'enum' @> value THEN
        RETURN jsonb_build_array(api.fault(
            pointer,
            format(
                '%s must be one of %s.',
                name, (SELECT string_agg(e, ', ') FROM jsonb_array_elements_text(form -> 'enum') AS e)
            )
        ));
    END IF;
    CASE kind
        WHEN 'string' THEN
            IF char_length(content) < (form ->> 'minLength')::integer THEN
                faults := faults || api.fault(
                    pointer,
                    CASE
                        WHEN content = '' THEN format('%s must not be empty.', name)
                        ELSE format('%s must have at least %s characters.', name, form ->> 'minLength')
                    END
                );
            ELSIF char_length(content) > (form ->> 'maxLength')::integer THEN
                faults := faults || api.fault(
                    pointer, format('%s must have at most %s characters.', name, form ->> 'maxLength')
                );
            ELSIF form ->> 'format' = 'date' AND NOT api.is_date(content) THEN
                faults := faults || api.fault(pointer, format('%s must be a date (YYYY-MM-DD).', name));
            ELSIF form ->> 'format' = 'date-time' AND import.instant_text(content) IS NULL THEN
                faults := faults || api.fault(
                    pointer,
                    format('%s must be an RFC 3339 instant in whole minutes, such as 2026-11-23T09:00:00Z.', name)
                );
            ELSIF content !~ (form ->> 'pattern') THEN
                faults := faults || api.fault(
                    pointer,
                    CASE form ->> 'pattern'
                        WHEN '\S' THEN format('%s must not be blank.', name)
                        ELSE format('%s must match %s.', name, form ->> 'pattern')
                    END
                );
            END IF;
        WHEN 'number' THEN
            low := greatest((form ->> 'minimum')::numeric, -span);
            high := least((form ->> 'maximum')::numeric, span - 1);
            IF content::numeric NOT BETWEEN low AND high THEN
                faults := faults || api.fault(pointer, format('%s must be a number from %s to %s.', name, low, high));
            END IF;
        WHEN 'array' THEN
            IF jsonb_array_length(value) < (form ->> 'minItems')::integer
                OR jsonb_array_length(value) > (form ->> 'maxItems')::integer
            THEN
                RETURN jsonb_build_array(api.fault(
                    pointer,
                    format(
                        '%s must have %s entries.',
                        name,
                        concat_ws(' and ', 'at least ' || (form ->> 'minItems'), 'at most ' || (form ->> 'maxItems'))
                    )
                ));
            END IF;
            FOR item, place IN
                SELECT
                    e.item,
                    e.place - 1
                FROM jsonb_array_elements(value) WITH ORDINALITY AS e (item, place)
            LOOP
                faults := faults || api.value_faults(item, form -> 'items', pointer || '/' || place);
            END LOOP;
            IF (form ->> 'uniqueItems')::boolean
                AND (SELECT count(*) > count(DISTINCT e) FROM jsonb_array_elements(value) AS e)
            THEN
                faults := faults || api.fault(pointer, format('%s has an entry twice.', name));
            END IF;
        WHEN 'object' THEN
            FOR part IN
                SELECT k FROM jsonb_object_keys(value) AS k
                WHERE NOT form -> 'properties' ? k
            LOOP
                faults := faults || api.fault(pointer || '/' || api.pointer_part(part), 'There is no such field.');
            END LOOP;
            FOR part IN
                SELECT r FROM jsonb_array_elements_text(form -> 'required') AS r
                WHERE NOT value_faults.value ? r
            LOOP
                faults := faults || api.fault(pointer || '/' || part, format('%s/%s is missing.', name, part));
            END LOOP;
            FOR part, item IN
                SELECT
                    p.key,
                    p.value
                FROM jsonb_each(form -> 'properties') AS p
                WHERE value_faults.value ? p.key
            LOOP
                faults := faults || api.value_faults(value -> part, item, pointer || '/' || part);
            END LOOP;
        ELSE
            NULL;
    END CASE;
    RETURN faults;
END;
$$;
COMMENT ON FUNCTION api.value_faults(jsonb, jsonb, text) IS
'What is wrong with a value by a JSON Schema (type, enum, minLength, maxLength, format date and date-time, pattern, minimum, maximum,
minItems, maxItems, uniqueItems, items, properties, required; an object has no other properties), as a list of
{pointer, detail}.';
