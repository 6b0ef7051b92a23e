CREATE FUNCTION audit.refuse_truncate() RETURNS trigger
LANGUAGE plpgsql VOLATILE
SET search_path = ''
AS $$
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = '42501',
        MESSAGE = format(
            '%s.%s is not truncated: no history and no audit would know of it. Delete its rows.', TG_TABLE_SCHEMA, TG_TABLE_NAME
        );
END;
$$;
COMMENT ON FUNCTION audit.refuse_truncate() IS
'Trigger: refuses to empty a domain table past its history and the audit. Errors: 42501.';
