-- For every login, the owner too. Who switches triggers off is found by audit.check_chain.
CREATE FUNCTION audit.append_only() RETURNS trigger
LANGUAGE plpgsql VOLATILE
SET search_path = ''
AS $$
BEGIN
    -- An entry is sealed once, and its content is erased once.
    IF TG_TABLE_NAME = 'entry' AND TG_LEVEL = 'ROW' THEN
        IF (NEW.entry_id, NEW.change_id, NEW.relation, NEW.row_key, NEW.action)
            = (OLD.entry_id, OLD.change_id, OLD.relation, OLD.row_key, OLD.action)
            AND NEW.staff_id IS NOT DISTINCT FROM OLD.staff_id
            AND (OLD.digest IS NULL OR NEW.digest IS NOT DISTINCT FROM OLD.digest)
            AND (
                (
                    NEW.erasure_id IS NOT DISTINCT FROM OLD.erasure_id
                    AND OLD.position IS NULL
                    AND NEW.position IS NOT NULL
                    AND NEW.old IS NOT DISTINCT FROM OLD.old
                    AND NEW.new IS NOT DISTINCT FROM OLD.new
                )
                OR (
                    NEW.erasure_id IS NOT NULL
                    AND OLD.erasure_id IS NULL
                    AND NEW.position IS NOT DISTINCT FROM OLD.position
                    AND NEW.seal IS NOT DISTINCT FROM OLD.seal
                    AND NEW.digest IS NOT NULL
                    AND num_nonnulls(NEW.old, NEW.new, NEW.salt) = 0
                )
            )
        THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION USING
        ERRCODE = '42501',
        MESSAGE = format('%s.%s is only added to: what is written stays.', TG_TABLE_SCHEMA, TG_TABLE_NAME);
END;
$$;
COMMENT ON FUNCTION audit.append_only() IS
'Trigger: refuses to change or delete what is written; of an entry of the audit, all but its sealing and its erasure. Errors:
42501.';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.transaction
FOR EACH STATEMENT EXECUTE FUNCTION audit.append_only();
-- By row, because what is done to all domain tables alike may be done to none of these.
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit.erasure
FOR EACH ROW EXECUTE FUNCTION audit.append_only();
CREATE TRIGGER append_only BEFORE DELETE OR TRUNCATE ON audit.entry
FOR EACH STATEMENT EXECUTE FUNCTION audit.append_only();
CREATE TRIGGER seal_or_erase_only BEFORE UPDATE ON audit.entry
FOR EACH ROW EXECUTE FUNCTION audit.append_only();
