CREATE FUNCTION org.today() RETURNS date
LANGUAGE sql STABLE
SET search_path = ''
BEGIN ATOMIC
    SELECT (least(now(), audit.known_at()) AT TIME ZONE g.time_zone)::date
    FROM org.settings_known AS g;
END;
COMMENT ON FUNCTION org.today() IS
'The date in the organisation''s zone: now, or at audit.known_at() when that is earlier.';
GRANT EXECUTE ON FUNCTION org.today() TO strata_user;
