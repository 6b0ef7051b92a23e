-- What app/http/problems.py does with the error that ends a request, for errors that are caught: those of one entry of
-- many. PostgreSQL's own messages are never shown: they print other people's rows.
CREATE FUNCTION api.error_faults(
    code text,
    message text,
    detail text,
    constraint_name text,
    column_name text,
    OUT problem_code text,
    OUT faults jsonb
)
LANGUAGE plpgsql STABLE
SET search_path = ''
AS $$
DECLARE
    meaning CONSTANT text[] := (
        SELECT regexp_match(d.description, '^problem: ([a-z-]+); field: (\w+); (.+)$')
        FROM pg_catalog.pg_description AS d
        WHERE
            (d.classoid, d.objoid) IN (
                SELECT 'pg_catalog.pg_constraint'::regclass, c.oid FROM pg_catalog.pg_constraint AS c
                WHERE c.conname = constraint_name
                UNION ALL
                SELECT 'pg_catalog.pg_class'::regclass, i.oid FROM pg_catalog.pg_class AS i
                WHERE i.relname = constraint_name AND i.relkind = 'i'
            )
            AND d.description LIKE 'problem: %'
        LIMIT 1
    );
BEGIN
    IF code LIKE 'ST%' THEN
        problem_code := code;
        faults := CASE
            WHEN detail <> '' THEN detail::jsonb
            ELSE jsonb_build_array(api.fault(coalesce('/' || nullif(column_name, ''), ''), message))
        END;
    ELSIF meaning IS NOT NULL THEN
        SELECT p.sqlstate INTO STRICT problem_code
        FROM api.problem AS p
        WHERE p.slug = meaning[1];
        faults := jsonb_build_array(api.fault('/' || meaning[2], meaning[3]));
    ELSE
        SELECT
            p.sqlstate,
            jsonb_build_array(api.fault(coalesce('/' || nullif(column_name, ''), ''), p.description))
        INTO STRICT problem_code, faults
        FROM api.problem AS p
        WHERE code = ANY(p.raised_by) OR p.slug = 'internal-error'
        ORDER BY p.slug = 'internal-error'
        LIMIT 1;
    END IF;
END;
$$;
COMMENT ON FUNCTION api.error_faults(text, text, text, text, text) IS
'The problem that a caught error means (its SQLSTATE in api.problem) and its faults, a list of {pointer, detail}, from
RETURNED_SQLSTATE, MESSAGE_TEXT, PG_EXCEPTION_DETAIL, CONSTRAINT_NAME and COLUMN_NAME of GET STACKED DIAGNOSTICS.';
GRANT EXECUTE ON FUNCTION api.error_faults(text, text, text, text, text) TO strata_user;
