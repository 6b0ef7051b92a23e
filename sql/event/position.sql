-- In plpgsql, which keeps the plan between calls: every read asks for it.
CREATE FUNCTION event.position() RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = ''
AS $$
BEGIN
    RETURN (SELECT s.epoch || ':' || s.pos FROM event.sequencer AS s);
END;
$$;
COMMENT ON FUNCTION event.position() IS
'epoch:pos, the end of the log in the running snapshot: whoever reads and then follows from here misses nothing. What is committed and
has no position yet is read and told again.';
GRANT EXECUTE ON FUNCTION event.position() TO strata_user;
