CREATE FUNCTION api.create_resource(noun text, body jsonb) RETURNS json
LANGUAGE plpgsql VOLATILE
SET search_path = ''
AS $$
DECLARE
    ids bigint[] := '{}';
    item jsonb;
    place bigint;
    code text;
    message text;
    detail text;
    constraint_name text;
    column_name text;
    caught record;
    faults jsonb := '[]';
    refused integer := 0;
    first_code text;
BEGIN
    IF jsonb_typeof(body) <> 'array' THEN
        -- In two steps, for a stable function sees what was there when its statement began.
        ids := ARRAY[api.insert_resource(noun, body)];
        RETURN (api.resources(noun, ids))[1];
    END IF;
    IF jsonb_array_length(body) NOT BETWEEN 1 AND 1000 THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST001',
            MESSAGE = 'A batch has 1 to 1000 entries.',
            DETAIL = jsonb_build_array(api.fault('', 'A batch has 1 to 1000 entries.'))::text;
    END IF;
    FOR item, place IN
        SELECT
            e.item,
            e.place - 1
        FROM jsonb_array_elements(body) WITH ORDINALITY AS e (item, place)
    LOOP
        BEGIN
            ids := ids || api.insert_resource(noun, item);
        EXCEPTION
            -- ST000 stands for the whole class.
            WHEN integrity_constraint_violation OR SQLSTATE 'ST000' THEN
                GET STACKED DIAGNOSTICS
                    code = RETURNED_SQLSTATE,
                    message = MESSAGE_TEXT,
                    detail = PG_EXCEPTION_DETAIL,
                    constraint_name = CONSTRAINT_NAME,
                    column_name = COLUMN_NAME;
                SELECT
                    e.problem_code,
                    e.faults
                INTO STRICT caught
                FROM api.error_faults(code, message, detail, constraint_name, column_name) AS e;
                first_code := coalesce(first_code, caught.problem_code);
                refused := refused + 1;
                faults := faults || (
                    SELECT jsonb_agg(f.fault || jsonb_build_object('pointer', '/' || place || (f.fault ->> 'pointer')))
                    FROM jsonb_array_elements(caught.faults) AS f (fault)
                );
        END;
    END LOOP;
    IF refused > 0 THEN
        RAISE EXCEPTION USING
            ERRCODE = first_code,
            MESSAGE = format('%s of %s cannot be created, so none was.', refused, jsonb_array_length(body)),
            DETAIL = faults::text;
    END IF;
    RETURN json_build_object('items', to_json(api.resources(noun, ids)));
END;
$$;
COMMENT ON FUNCTION api.create_resource(text, jsonb) IS
'Makes a resource from an object, or 1 to 1000 from a list, all or none: the resource, or {items}. Errors of a list name
every fault by place and field; its problem is that of the first fault.';
GRANT EXECUTE ON FUNCTION api.create_resource(text, jsonb) TO strata_user;
