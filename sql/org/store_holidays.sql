-- Days that were entered by hand or read elsewhere stay as they are; the library's days lie around them.
CREATE FUNCTION org.store_holidays(
    site_id bigint, country text, year integer, library text, library_version text, days jsonb
) RETURNS jsonb
LANGUAGE plpgsql VOLATILE
SET search_path = ''
AS $$
#variable_conflict use_variable
DECLARE
    source CONSTANT text := format('%s %s, %s', library, library_version, country);
    removed bigint;
    changed bigint;
    created bigint;
    kept bigint;
BEGIN
    PERFORM FROM org.site AS s WHERE s.site_id = site_id FOR NO KEY UPDATE;

    -- Of this library and country, in whichever version, only what it still says remains.
    DELETE FROM org.holiday AS h
    WHERE
        h.site_id = site_id
        AND extract(YEAR FROM h.day) = year
        AND split_part(h.source, ' ', 1) = library
        AND split_part(h.source, ', ', 2) = country
        AND NOT EXISTS (SELECT FROM jsonb_to_recordset(days) AS g (day date) WHERE g.day = h.day);
    GET DIAGNOSTICS removed = ROW_COUNT;

    UPDATE org.holiday AS h
    SET name = g.name, source = source
    FROM jsonb_to_recordset(days) AS g (day date, name text)
    WHERE
        h.site_id = site_id
        AND h.day = g.day
        AND split_part(h.source, ' ', 1) = library
        AND split_part(h.source, ', ', 2) = country
        AND (h.name <> g.name OR h.source <> source);
    GET DIAGNOSTICS changed = ROW_COUNT;

    SELECT count(*) INTO kept
    FROM jsonb_to_recordset(days) AS g (day date)
    WHERE EXISTS (SELECT FROM org.holiday AS h WHERE h.site_id = site_id AND h.day = g.day);

    INSERT INTO org.holiday (site_id, day, name, source)
    SELECT site_id, g.day, g.name, source
    FROM jsonb_to_recordset(days) AS g (day date, name text)
    WHERE NOT EXISTS (SELECT FROM org.holiday AS h WHERE h.site_id = site_id AND h.day = g.day)
    ORDER BY g.day;
    GET DIAGNOSTICS created = ROW_COUNT;

    RETURN jsonb_build_object(
        'source', source,
        'days', jsonb_array_length(days),
        'created', created,
        'changed', changed,
        'unchanged', kept - changed,
        'removed', removed
    );
END;
$$;
COMMENT ON FUNCTION org.store_holidays(bigint, text, integer, text, text, jsonb) IS
'Makes the calendar of a site agree with a library for one country and year: days is an array of {day, name}. Returns how many days '
'were created, changed, unchanged and removed.';
