-- What has been stored is closed: only the transaction that began an import adds to it.
CREATE FUNCTION import.require_running(batch_id bigint) RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = ''
AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM import.batch AS b
        WHERE
            b.batch_id = require_running.batch_id
            AND b.xmin::text::bigint = mod(pg_current_xact_id_if_assigned()::text::numeric, 4294967296)
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST004', COLUMN = 'id', MESSAGE = format('There is no running import %s.', batch_id);
    END IF;
END;
$$;
COMMENT ON FUNCTION import.require_running(bigint) IS 'Errors: ST004 unless the running transaction began the import.';
