CREATE FUNCTION auth.own_staff_id() RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED
SET search_path = ''
AS $$
DECLARE
    account CONSTANT bigint := auth.account_id();
BEGIN
    RETURN (SELECT a.staff_id FROM auth.account AS a WHERE a.account_id = account);
END;
$$;
COMMENT ON FUNCTION auth.own_staff_id() IS 'The person that the acting account stands for; null when it stands for none.';
GRANT EXECUTE ON FUNCTION auth.own_staff_id() TO strata_user, strata_bi;
