-- Never part of a business transaction: a chain has one end, at which all writers would wait for each other. Any node may run
-- it, as often as it likes: one at a time works, the others have nothing to do.
CREATE FUNCTION audit.seal(most integer DEFAULT 5000) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    last_position bigint;
    last_seal bytea;
    part record;
    entry_ids bigint[] := '{}';
    positions bigint[] := '{}';
    salts uuid[] := '{}';
    digests bytea[] := '{}';
    seals bytea[] := '{}';
BEGIN
    IF NOT pg_try_advisory_xact_lock(hashtextextended('audit.seal', 0)) THEN
        RETURN 0;
    END IF;
    -- Read after the lock was taken, so that it is the end of the chain.
    SELECT e.position, e.seal INTO last_position, last_seal
    FROM audit.entry AS e
    WHERE e.position IS NOT NULL
    ORDER BY e.position DESC
    LIMIT 1;
    last_position := coalesce(last_position, 0);
    FOR part IN
        SELECT
            u.entry_id,
            h.head,
            u.salt,
            -- What was erased before it was sealed has its digest already.
            coalesce(u.digest, audit.content_digest(u.salt, u.old, u.new)) AS digest
        FROM (
            SELECT
                e.entry_id,
                e.digest,
                e.old,
                e.new,
                CASE WHEN e.digest IS NULL THEN gen_random_uuid() END AS salt
            FROM audit.entry AS e
            WHERE e.position IS NULL
            ORDER BY e.entry_id
            LIMIT most
            OFFSET 0
        ) AS u
        JOIN audit.entry_head AS h ON h.entry_id = u.entry_id
        ORDER BY u.entry_id
    LOOP
        last_position := last_position + 1;
        last_seal := audit.seal_of(last_seal, last_position, part.head, part.digest);
        entry_ids := entry_ids || part.entry_id;
        positions := positions || last_position;
        salts := salts || part.salt;
        digests := digests || part.digest;
        seals := seals || last_seal;
    END LOOP;
    UPDATE audit.entry AS e
    SET position = s.position, salt = s.salt, digest = s.digest, seal = s.seal
    FROM unnest(entry_ids, positions, salts, digests, seals) AS s (entry_id, position, salt, digest, seal)
    WHERE e.entry_id = s.entry_id;
    RETURN cardinality(entry_ids);
END;
$$;
COMMENT ON FUNCTION audit.seal(integer) IS
'Gives at most so many committed entries that have none yet, in the order of their ids, the next positions of the chain.
Returns how many they were; 0 also while another transaction seals.';
GRANT EXECUTE ON FUNCTION audit.seal(integer) TO strata_user;
