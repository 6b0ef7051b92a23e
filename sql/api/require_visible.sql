-- Called as whoever asks: to a function of the owner everything is there.
CREATE FUNCTION api.require_visible(noun text, id bigint) RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = ''
AS $$
DECLARE
    visible boolean;
BEGIN
    EXECUTE format('SELECT EXISTS (SELECT FROM %s AS v WHERE v.id = $1)', api.relation_of(noun)) INTO STRICT visible USING id;
    IF NOT visible THEN
        RAISE EXCEPTION USING ERRCODE = 'ST004', COLUMN = 'id', MESSAGE = api.absence(noun, id);
    END IF;
END;
$$;
COMMENT ON FUNCTION api.require_visible(text, bigint) IS
'Errors: ST004 when there is no such resource, or the acting account may not know of it.';
GRANT EXECUTE ON FUNCTION api.require_visible(text, bigint) TO strata_user;
