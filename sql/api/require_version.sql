CREATE FUNCTION api.require_version(present bigint, accepted bigint[]) RETURNS void
LANGUAGE plpgsql IMMUTABLE
SET search_path = ''
AS $$
BEGIN
    IF present <> ALL(accepted) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST016',
            MESSAGE = 'The resource has been changed since it was read: read it again and decide anew.';
    END IF;
END;
$$;
COMMENT ON FUNCTION api.require_version(bigint, bigint[]) IS
'Refuses (ST016) when the present version is not among the accepted ones; null accepts any.';
