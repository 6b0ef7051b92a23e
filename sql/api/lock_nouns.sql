-- A lock for each of many resources would not fit into the lock table of the server. It must be taken before people and
-- rows are locked: who changes one resource takes it first too.
CREATE FUNCTION api.lock_nouns(nouns text[]) RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = ''
AS $$
DECLARE
    noun text;
BEGIN
    FOR noun IN SELECT n FROM unnest(nouns) AS n ORDER BY n LOOP
        PERFORM pg_advisory_xact_lock(hashtextextended(noun, 0));
    END LOOP;
END;
$$;
COMMENT ON FUNCTION api.lock_nouns(text[]) IS
'For who changes many resources at once: waits until nobody else is changing one of these nouns, and keeps others from it.';
