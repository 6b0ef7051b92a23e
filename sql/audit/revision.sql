-- Two snapshots that see different committed changes have different revisions: a change seen only by the later
-- one has a higher number than all the earlier one saw, or its transaction was running in the earlier one.
CREATE FUNCTION audit.revision() RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = ''
BEGIN ATOMIC
    SELECT
        coalesce((SELECT max(change_id) FROM audit.transaction), 0)::text
        || coalesce(
            (SELECT '-' || string_agg(x::text, '-') FROM pg_snapshot_xip(pg_current_snapshot()) AS x), ''
        );
END;
COMMENT ON FUNCTION audit.revision() IS
'What the running statement sees, as a short text: equal texts mean that nothing was changed in between.';
GRANT EXECUTE ON FUNCTION audit.revision() TO strata_user;
