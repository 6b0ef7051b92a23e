CREATE FUNCTION auth.require_everywhere(role text) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = ''
AS $$
BEGIN
    IF NOT auth.holds_everywhere(role) THEN
        RAISE EXCEPTION USING
            ERRCODE = '42501', MESSAGE = format('This needs the role %s on the whole organisation.', role);
    END IF;
END;
$$;
COMMENT ON FUNCTION auth.require_everywhere(text) IS
'Errors: 42501 unless the acting account has at least this role on the whole organisation.';
GRANT EXECUTE ON FUNCTION auth.require_everywhere(text) TO strata_user;
