-- What a file of a kind may have is what an export of it has.
CREATE FUNCTION import.fields(kind text) RETURNS text[]
LANGUAGE sql STABLE
SET search_path = ''
BEGIN ATOMIC
    SELECT array_agg(a.attname::text ORDER BY a.attnum)
    FROM pg_catalog.pg_attribute AS a
    INNER JOIN pg_catalog.pg_class AS c ON a.attrelid = c.oid
    WHERE
        c.relnamespace = 'import'::regnamespace
        AND c.relkind = 'v'
        AND c.relname = fields.kind || '_export'
        AND a.attnum > 0;
END;
COMMENT ON FUNCTION import.fields(text) IS 'The columns of files of a kind, in order; null for what is no kind.';
GRANT EXECUTE ON FUNCTION import.fields(text) TO strata_user;
