-- A dump that was restored has this row written by another transaction than the row says; a promoted standby has another time line.
CREATE FUNCTION event.has_lived_on() RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = ''
AS $$
BEGIN
    RETURN (
        SELECT
            s.identity IS NOT DISTINCT FROM event.identity()
            AND s.xmin::text = (s.written_by::text::numeric % 4294967296)::text
        FROM event.sequencer AS s
    );
END;
$$;
COMMENT ON FUNCTION event.has_lived_on() IS
'Whether this is still the database in which the epoch began: false once it was restored from a dump or taken over from another server.';
