CREATE FUNCTION approval.check_action(body jsonb, approving boolean, pointer text DEFAULT '') RETURNS void
LANGUAGE plpgsql IMMUTABLE
SET search_path = ''
AS $$
DECLARE
    faults jsonb := '[]';
BEGIN
    IF jsonb_typeof(body) <> 'object' THEN
        faults := jsonb_build_array(api.fault(pointer, 'The body must be an object.'));
    ELSE
        faults := approval.unknown_fields(
            body, ARRAY['version', 'comment'] || CASE WHEN approving THEN ARRAY['on_conflict'] END, pointer
        );
        IF NOT api.is_id(body -> 'version') THEN
            faults := faults || api.fault(pointer || '/version', 'version must be the version of the request that was read, a number.');
        END IF;
        IF jsonb_typeof(body -> 'comment') NOT IN ('string', 'null') THEN
            faults := faults || api.fault(pointer || '/comment', 'comment must be text.');
        END IF;
        IF approving AND body ->> 'on_conflict' IS NOT NULL AND body -> 'on_conflict' NOT IN ('"reject"', '"replace"') THEN
            faults := faults || api.fault(pointer || '/on_conflict', 'on_conflict must be reject or replace.');
        END IF;
    END IF;
    IF faults <> '[]' THEN
        RAISE EXCEPTION USING ERRCODE = 'ST001', MESSAGE = 'The request cannot be moved like this.', DETAIL = faults::text;
    END IF;
END;
$$;
COMMENT ON FUNCTION approval.check_action(jsonb, boolean, text) IS
'Refuses (ST001) a body {version, comment?, on_conflict?} with everything that is wrong with it; approving: whether on_conflict has a
meaning.';
