CREATE FUNCTION api.resources(noun text, ids bigint[], fields text[] DEFAULT NULL) RETURNS json[]
LANGUAGE plpgsql STABLE
SET search_path = ''
AS $$
DECLARE
    answers json[];
BEGIN
    EXECUTE format(
        'SELECT array_agg(row_to_json(r) ORDER BY array_position($1, r.id)) '
        'FROM (SELECT %s FROM %s AS v WHERE v.id = ANY($1)) AS r',
        api.shown_columns(noun, fields), api.relation_of(noun)
    ) INTO STRICT answers USING ids;
    RETURN answers;
END;
$$;
COMMENT ON FUNCTION api.resources(text, bigint[], text[]) IS
'Resources as the API shows them, in the order of the ids; null for none. Errors: ST001 (fields).';
GRANT EXECUTE ON FUNCTION api.resources(text, bigint[], text[]) TO strata_user;
