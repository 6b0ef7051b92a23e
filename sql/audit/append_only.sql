-- For every login, the owner too. Who switches triggers off is found by audit.broken_entry.
CREATE FUNCTION audit.append_only() RETURNS trigger
LANGUAGE plpgsql VOLATILE
SET search_path = ''
AS $$
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = '42501',
        MESSAGE = format('%s.%s is only added to: what is written stays.', TG_TABLE_SCHEMA, TG_TABLE_NAME);
END;
$$;
COMMENT ON FUNCTION audit.append_only() IS 'Trigger: refuses to change or delete what is written. Errors: 42501.';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.transaction
FOR EACH STATEMENT EXECUTE FUNCTION audit.append_only();
CREATE TRIGGER append_only BEFORE DELETE OR TRUNCATE ON audit.entry
FOR EACH STATEMENT EXECUTE FUNCTION audit.append_only();
-- An entry is sealed once, and its content is erased once.
CREATE TRIGGER sealing_or_erasure BEFORE UPDATE ON audit.entry
FOR EACH ROW WHEN (
    NOT (
        (new.entry_id, new.change_id, new.relation, new.row_key, new.action, new.staff_id)
        IS NOT DISTINCT FROM (old.entry_id, old.change_id, old.relation, old.row_key, old.action, old.staff_id)
        AND (old.digest IS NULL OR new.digest IS NOT DISTINCT FROM old.digest)
        AND CASE
            WHEN new.erasure_id IS NOT DISTINCT FROM old.erasure_id
                THEN
                    old.position IS NULL
                    AND new.position IS NOT NULL
                    AND new.old IS NOT DISTINCT FROM old.old
                    AND new.new IS NOT DISTINCT FROM old.new
            ELSE
                old.erasure_id IS NULL
                AND new.position IS NOT DISTINCT FROM old.position
                AND new.seal IS NOT DISTINCT FROM old.seal
                AND new.digest IS NOT NULL
                AND num_nonnulls(new.old, new.new, new.salt) = 0
        END
    )
)
EXECUTE FUNCTION audit.append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.erasure
FOR EACH STATEMENT EXECUTE FUNCTION audit.append_only();
