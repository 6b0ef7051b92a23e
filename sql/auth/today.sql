-- Rights hold as of now, also for who reads the data as of an earlier instant: so not org.today.
CREATE FUNCTION auth.today() RETURNS date
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = ''
BEGIN ATOMIC
    SELECT (now() AT TIME ZONE g.time_zone)::date
    FROM org.settings AS g;
END;
COMMENT ON FUNCTION auth.today() IS 'The date in the organisation''s zone on which rights are decided: today.';
GRANT EXECUTE ON FUNCTION auth.today() TO strata_user;
