-- The time line of the running server and not of its last checkpoint, which right after a promotion is still the old one.
CREATE FUNCTION event.identity() RETURNS text
LANGUAGE sql STABLE
SET search_path = ''
BEGIN ATOMIC
    SELECT
        to_hex(c.system_identifier)
        || '-' || ltrim(substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8), '0')
        || '-' || d.oid
    FROM pg_control_system() AS c
    INNER JOIN pg_catalog.pg_database AS d ON d.datname = current_database();
END;
COMMENT ON FUNCTION event.identity() IS
'Which life of which database this is: system identifier, time line (PostgreSQL manual, "Timelines") and database. Only where writing
is possible.';
