CREATE FUNCTION audit.position() RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = ''
BEGIN ATOMIC
    SELECT
        to_hex((SELECT system_identifier FROM pg_control_system()))
        || ':'
        || coalesce((SELECT max(change_id) FROM audit.transaction), 0)::text;
END;
COMMENT ON FUNCTION audit.position() IS
'epoch:pos, the newest change that the running statement sees; the epoch is the cluster''s system identifier.';
GRANT EXECUTE ON FUNCTION audit.position() TO strata_user;
