CREATE FUNCTION api.absence(noun text, id bigint) RETURNS text
LANGUAGE sql IMMUTABLE
SET search_path = ''
BEGIN ATOMIC
    SELECT format(
        'There is no %s %s.',
        CASE absence.noun WHEN 'staff' THEN 'person' ELSE replace(absence.noun, '_', ' ') END, absence.id
    );
END;
COMMENT ON FUNCTION api.absence(text, bigint) IS 'The sentence for a resource that does not exist.';
GRANT EXECUTE ON FUNCTION api.absence(text, bigint) TO strata_user;
