-- The views of what was known read the instant from a setting of the transaction, so that one view serves both
-- the present and "as of"; a client that sets it sees no more than it may see anyway.
CREATE FUNCTION audit.known_at() RETURNS timestamptz
LANGUAGE sql STABLE
SET search_path = ''
BEGIN ATOMIC
    SELECT coalesce(nullif(current_setting('strata.known_at', TRUE), '')::timestamptz, 'infinity');
END;
COMMENT ON FUNCTION audit.known_at() IS
'The instant as of which the views with _known in their name show the data: setting strata.known_at of the transaction, '
'infinity (the present) when it is not set.';
GRANT EXECUTE ON FUNCTION audit.known_at() TO strata_user;
