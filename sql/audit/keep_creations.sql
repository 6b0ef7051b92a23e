-- A creation ends no version, so all rows of a statement become entries at once: an import pays a fraction of what it would
-- cost row by row.
CREATE FUNCTION audit.keep_creations() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
SET datestyle = 'ISO, MDY'
AS $$
BEGIN
    WITH entry AS (
        INSERT INTO audit.entry (change_id, relation, row_key, action, staff_id, new)
        SELECT
            (r.content ->> 'change_id')::bigint,
            TG_TABLE_SCHEMA || '.' || TG_TABLE_NAME,
            concat_ws(' ', r.content ->> TG_ARGV[0], r.content ->> TG_ARGV[1], r.content ->> TG_ARGV[2]),
            'insert',
            (r.content ->> 'staff_id')::bigint,
            r.content - '{recorded_from,change_id}'::text[]
        FROM (SELECT to_jsonb(c) AS content FROM created AS c OFFSET 0) AS r
        RETURNING entry_id, change_id
    )
    INSERT INTO event.outbox (change_id, entry_id, version)
    SELECT
        e.change_id,
        e.entry_id,
        -- Of all rows that a transaction makes it is the same.
        extract(EPOCH FROM (SELECT max(c.recorded_from) FROM created AS c)) * 1000000
    FROM entry AS e
    ORDER BY e.entry_id;
    RETURN NULL;
END;
$$;
COMMENT ON FUNCTION audit.keep_creations() IS 'Trigger: the rows that a statement made become entries of the audit, and wait for their
place in the log of events.';
