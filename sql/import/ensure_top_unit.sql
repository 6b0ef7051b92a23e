CREATE FUNCTION import.ensure_top_unit(unit_name text) RETURNS bigint
LANGUAGE plpgsql VOLATILE
SET search_path = ''
AS $$
DECLARE
    root_id bigint;
    found_id bigint;
BEGIN
    SELECT u.unit_id INTO root_id FROM org.unit AS u WHERE u.parent_id IS NULL;
    SELECT u.unit_id INTO found_id
    FROM org.unit AS u
    WHERE u.name = unit_name AND (u.parent_id IS NULL OR u.parent_id = root_id)
    ORDER BY u.parent_id NULLS FIRST
    LIMIT 1;
    IF found_id IS NULL THEN
        INSERT INTO org.unit (parent_id, name) VALUES (root_id, unit_name) RETURNING unit_id INTO STRICT found_id;
        IF root_id IS NULL THEN
            UPDATE org.settings SET organisation_name = unit_name WHERE organisation_name = 'Organisation';
        END IF;
    END IF;
    RETURN found_id;
END;
$$;
COMMENT ON FUNCTION import.ensure_top_unit(text) IS
'The unit of this name at the root or right below it, made when there is none; the first one is the root and names the organisation.';
