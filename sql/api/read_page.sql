-- A cursor says after which id the next page begins; what is in it is nobody else's business.
CREATE FUNCTION api.read_page("limit" integer, cursor text) RETURNS bigint
LANGUAGE plpgsql STABLE
SET search_path = ''
AS $$
BEGIN
    IF "limit" IS NULL OR "limit" NOT BETWEEN 1 AND 1000 THEN
        RAISE EXCEPTION USING
            ERRCODE = 'ST001', COLUMN = 'limit', MESSAGE = 'limit must be a number from 1 to 1000.';
    END IF;
    IF cursor IS NULL THEN
        RETURN 0;
    END IF;
    BEGIN
        RETURN convert_from(decode(cursor, 'hex'), 'UTF8')::bigint;
    EXCEPTION
        WHEN data_exception THEN
            RAISE EXCEPTION USING
                ERRCODE = 'ST002',
                COLUMN = 'cursor',
                MESSAGE = 'cursor is not one that this server gave: begin again without it.';
    END;
END;
$$;
COMMENT ON FUNCTION api.read_page(integer, text) IS
'The id after which a page of a list begins, 0 for the first page. Errors: ST001 (limit), ST002 (cursor).';
