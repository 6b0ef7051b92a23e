CREATE FUNCTION auth.private_activities() RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED
SET search_path = ''
AS $$
BEGIN
    RETURN ARRAY(
        SELECT a.activity_id FROM org.activity AS a WHERE a.private
        UNION
        SELECT h.activity_id FROM org.activity_history AS h WHERE h.private
    );
END;
$$;
COMMENT ON FUNCTION auth.private_activities() IS 'The activities that are or were private.';
GRANT EXECUTE ON FUNCTION auth.private_activities() TO strata_user, strata_bi;
