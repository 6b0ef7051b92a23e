CREATE FUNCTION api.relation_of(noun text) RETURNS regclass
LANGUAGE plpgsql STABLE
SET search_path = ''
AS $$
DECLARE
    relation regclass;
BEGIN
    SELECT r.relation::regclass INTO STRICT relation
    FROM api.resource AS r
    WHERE r.noun = relation_of.noun;
    RETURN relation;
END;
$$;
COMMENT ON FUNCTION api.relation_of(text) IS 'The view behind a noun of api.resource. As text it is quoted.';
GRANT EXECUTE ON FUNCTION api.relation_of(text) TO strata_user;
