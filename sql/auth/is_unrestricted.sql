-- Commands of whoever administers the database itself: no account acts, and nothing is hidden or forbidden.
CREATE FUNCTION auth.is_unrestricted() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE
SET search_path = ''
RETURN pg_catalog.pg_has_role(session_user, 'strata_owner', 'MEMBER');
COMMENT ON FUNCTION auth.is_unrestricted() IS
'Whether the login of the database may act as the owner of everything: an administrator of the database, never the application.';
GRANT EXECUTE ON FUNCTION auth.is_unrestricted() TO strata_user, strata_bi;
