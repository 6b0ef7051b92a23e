CREATE FUNCTION org.required_subtree(unit bigint, known_at timestamptz DEFAULT 'infinity') RETURNS bigint[]
LANGUAGE plpgsql STABLE
SET search_path = ''
AS $$
DECLARE
    subtree CONSTANT bigint[] := CASE WHEN unit IS NOT NULL THEN ARRAY(SELECT org.unit_subtree(unit, known_at)) END;
BEGIN
    -- To compare null with no units at all is false, not null.
    IF
        unit IS NOT NULL
        AND (subtree = '{}' OR NOT (auth.holds_everywhere('viewer') OR unit = ANY(auth.visible_units())))
    THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST004', COLUMN = 'unit', MESSAGE = format('There is no unit %s.', unit);
    END IF;
    RETURN subtree;
END;
$$;
COMMENT ON FUNCTION org.required_subtree(bigint, timestamptz) IS
'org.unit_subtree of a unit that a client named, as an array; null for null. Errors: ST004 (unit) for an unknown unit, or
one that the acting account may not know of.';
GRANT EXECUTE ON FUNCTION org.required_subtree(bigint, timestamptz) TO strata_user;
