CREATE FUNCTION audit.seal_of(previous bytea, place bigint, head text, digest bytea) RETURNS bytea
LANGUAGE sql IMMUTABLE PARALLEL SAFE
SET search_path = ''
BEGIN ATOMIC
    SELECT sha256(
        coalesce(seal_of.previous, '') || convert_to(seal_of.place::text || ' ' || seal_of.head || ' ', 'UTF8') || seal_of.digest
    );
END;
COMMENT ON FUNCTION audit.seal_of(bytea, bigint, text, bytea) IS
'The seal of an entry: of the seal before it (null before the first), its place in the chain, what it says, and the digest of
its content.';
