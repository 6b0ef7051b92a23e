CREATE FUNCTION api.deployed_digest() RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = ''
AS $$
BEGIN
    RETURN (SELECT r.digest FROM deploy.release AS r ORDER BY r.release_id DESC LIMIT 1);
END;
$$;
COMMENT ON FUNCTION api.deployed_digest() IS 'The digest of the code in this database; /readyz compares it with the server''s.';
GRANT EXECUTE ON FUNCTION api.deployed_digest() TO strata_user;
