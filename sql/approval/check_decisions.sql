CREATE FUNCTION approval.check_decisions(body jsonb) RETURNS void
LANGUAGE plpgsql IMMUTABLE
SET search_path = ''
AS $$
DECLARE
    faults jsonb;
BEGIN
    IF jsonb_typeof(body) <> 'object' OR jsonb_typeof(body -> 'decisions') IS DISTINCT FROM 'array' THEN
        faults := jsonb_build_array(api.fault('/decisions', 'decisions must be a list.'));
    ELSIF body - 'decisions' <> '{}' THEN
        faults := approval.unknown_fields(body, '{decisions}');
    ELSIF jsonb_array_length(body -> 'decisions') NOT BETWEEN 1 AND 5000 THEN
        faults := jsonb_build_array(api.fault('/decisions', 'decisions must have 1 to 5000 entries.'));
    ELSE
        SELECT jsonb_agg(f.fault) INTO faults
        FROM jsonb_array_elements(body -> 'decisions') WITH ORDINALITY AS e (item, place)
        CROSS JOIN LATERAL (
            SELECT api.fault('/decisions/' || e.place - 1, 'A decision must be an object.') AS fault
            WHERE jsonb_typeof(e.item) <> 'object'
            UNION ALL
            SELECT api.fault('/decisions/' || e.place - 1 || '/id', 'id must be the id of a request, a number.')
            WHERE jsonb_typeof(e.item) = 'object' AND NOT api.is_id(e.item -> 'id')
            UNION ALL
            SELECT api.fault('/decisions/' || e.place - 1 || '/verdict', 'verdict must be approve, reject or withdraw.')
            WHERE
                jsonb_typeof(e.item) = 'object'
                AND coalesce(e.item -> 'verdict', 'null') NOT IN ('"approve"', '"reject"', '"withdraw"')
        ) AS f;
    END IF;
    IF faults IS NOT NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'ST001', MESSAGE = 'The decisions cannot be read.', DETAIL = faults::text;
    END IF;
END;
$$;
COMMENT ON FUNCTION approval.check_decisions(jsonb) IS
'Refuses (ST001) a list of decisions that does not say which request is to be decided how.';
