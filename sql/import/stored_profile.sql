CREATE FUNCTION import.stored_profile(kind text, profile text) RETURNS jsonb
LANGUAGE plpgsql STABLE
SET search_path = ''
AS $$
DECLARE
    definition jsonb;
BEGIN
    IF profile = '' THEN
        RETURN '{}';
    END IF;
    SELECT p.definition INTO definition
    FROM import.profile AS p
    WHERE p.name = stored_profile.profile AND p.kind = stored_profile.kind;
    IF NOT FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST004',
            COLUMN = 'profile',
            MESSAGE = format('There is no profile %s for %s.', profile, kind);
    END IF;
    RETURN definition;
END;
$$;
COMMENT ON FUNCTION import.stored_profile(text, text) IS
'What the stored profile of this name says about files of a kind; an empty object for no name. Errors: ST004.';
