CREATE FUNCTION api.end_resource(noun text, id bigint, version bigint[], "to" date) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    present CONSTANT bigint := api.lock_resource(noun, id);
    relation CONSTANT regclass := api.relation_of(noun);
    today CONSTANT date := org.today();
    last CONSTANT date := coalesce("to", today);
    kind record;
    valid record;
BEGIN
    PERFORM api.require_version(present, version);
    PERFORM auth.require_write(noun, api.present_resource(noun, id));
    SELECT
        r.ends,
        r.end_function
    INTO STRICT kind
    FROM api.resource AS r
    WHERE r.noun = end_resource.noun;
    IF kind.end_function IS NOT NULL THEN
        EXECUTE format('SELECT %s($1, $2)', kind.end_function::regproc) USING id, last;
        RETURN;
    END IF;
    IF kind.ends THEN
        EXECUTE format('SELECT v."from" AS begins, v."to" AS ends FROM %s AS v WHERE v.id = $1', relation)
        INTO STRICT valid USING id;
        IF "to" > valid.ends THEN
            RAISE EXCEPTION USING
                ERRCODE = 'ST001', COLUMN = 'to', MESSAGE = format('It ends on %s already.', valid.ends);
        ELSIF "to" <= valid.begins AND valid.begins < today THEN
            RAISE EXCEPTION USING
                ERRCODE = 'ST001', COLUMN = 'to', MESSAGE = format('It began on %s: to must be later.', valid.begins);
        ELSIF last >= valid.ends THEN
            RETURN;
        ELSIF valid.begins IS NULL OR valid.begins < last THEN
            EXECUTE format('UPDATE %s SET "to" = $1 WHERE id = $2', relation) USING last, id;
            RETURN;
        END IF;
    END IF;
    EXECUTE format('DELETE FROM %s WHERE id = $1', relation) USING id;
END;
$$;
COMMENT ON FUNCTION api.end_resource(text, bigint, bigint[], date) IS
'Ends a resource on a day (default: today in the organisation''s zone) where it has dates, and deletes it where it has
none or has not begun by then. What has ended already stays as it is. Errors: ST004, ST016, ST001 (to) for a day before its
beginning or after its end.';
GRANT EXECUTE ON FUNCTION api.end_resource(text, bigint, bigint[], date) TO strata_user;
