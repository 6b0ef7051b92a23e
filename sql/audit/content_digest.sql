-- jsonb has one text for equal values, in every version of PostgreSQL.
CREATE FUNCTION audit.content_digest(salt uuid, old jsonb, new jsonb) RETURNS bytea
LANGUAGE sql IMMUTABLE PARALLEL SAFE
SET search_path = ''
BEGIN ATOMIC
    SELECT sha256(convert_to(
        concat_ws(' ', content_digest.salt, coalesce(content_digest.old, 'null'), coalesce(content_digest.new, 'null')), 'UTF8'
    ));
END;
COMMENT ON FUNCTION audit.content_digest(uuid, jsonb, jsonb) IS 'The digest of the content of an entry of the audit.';
