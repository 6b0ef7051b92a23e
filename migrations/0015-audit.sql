-- depends: 0013-rights
-- squawk-ignore-file require-concurrent-index-creation
-- What every change did to every row. The sealing job gives each entry, after its commit, the next position of a chain.
CREATE TABLE audit.entry (
    entry_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    change_id bigint NOT NULL,
    relation text NOT NULL,
    row_key text NOT NULL,
    action text NOT NULL,
    staff_id bigint,
    old jsonb,
    new jsonb,
    position bigint,
    salt uuid,
    digest bytea,
    seal bytea,
    erasure_id bigint,
    CONSTRAINT entry_action_known CHECK (action IN ('insert', 'update', 'delete')),
    CONSTRAINT entry_sealed_whole CHECK ((position IS NULL) = (seal IS NULL))
);
-- Whoever writes pays for two more indexes that grow at their end. The others get an entry when it is sealed.
CREATE INDEX entry_change_id ON audit.entry (change_id, entry_id);
CREATE INDEX entry_unsealed ON audit.entry (entry_id) WHERE position IS NULL;
CREATE UNIQUE INDEX entry_position ON audit.entry (position) WHERE position IS NOT NULL;
CREATE INDEX entry_row ON audit.entry (relation, row_key, change_id, entry_id) WHERE position IS NOT NULL;
CREATE INDEX entry_staff_id ON audit.entry (staff_id) WHERE position IS NOT NULL AND staff_id IS NOT NULL;
-- The way to the changes of a time.
CREATE INDEX transaction_recorded_at ON audit.transaction (recorded_at);
CREATE INDEX transaction_request_id ON audit.transaction (request_id) WHERE request_id IS NOT NULL;
COMMENT ON TABLE audit.entry IS
'What a change did to a row. Only added to: sealing and erasure fill or empty columns once, nothing else is ever changed.';
COMMENT ON COLUMN audit.entry.change_id IS 'The change, whose row of audit.transaction says who and when.';
COMMENT ON COLUMN audit.entry.relation IS 'The table, with its schema.';
COMMENT ON COLUMN audit.entry.row_key IS 'The primary key of the row; the parts of a longer one are separated by blanks.';
COMMENT ON COLUMN audit.entry.staff_id IS 'The person in the row, if it has a column staff_id.';
COMMENT ON COLUMN audit.entry.old IS 'The row before, without recorded_from and change_id; null when it was made, or erased.';
COMMENT ON COLUMN audit.entry.new IS 'The row after; null when it was deleted, or erased.';
COMMENT ON COLUMN audit.entry.position IS 'The place in the chain, from 1 without gaps; null until the entry is sealed.';
COMMENT ON COLUMN audit.entry.salt IS
'Chance that goes into the digest and is destroyed with erased content, so that nobody can find the content by guessing.';
COMMENT ON COLUMN audit.entry.digest IS 'SHA-256 of the salt and the content.';
COMMENT ON COLUMN audit.entry.seal IS 'SHA-256 of the seal before, the position, what else the entry says, and the digest.';
COMMENT ON COLUMN audit.entry.erasure_id IS 'The erasure of personal data that emptied the entry.';

-- What the history knows of the time before becomes entries, as of its changes: they prove nothing about that time, only that
-- nothing is changed from now on. Versions that the history does not keep any more have none.
DO $$
DECLARE
    base record;
BEGIN
    FOR base IN
        SELECT
            n.nspname,
            c.relname,
            (
                SELECT string_agg(format('t.%I', p.attname), ', ' ORDER BY k.place)
                FROM pg_catalog.pg_index AS i
                CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k (attnum, place)
                JOIN pg_catalog.pg_attribute AS p ON p.attrelid = i.indrelid AND p.attnum = k.attnum
                WHERE i.indrelid = c.oid AND i.indisprimary
            ) AS key
        FROM pg_catalog.pg_class AS c
        JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
        JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attname = 'recorded_from'
        WHERE c.relkind = 'r' AND c.relowner = 'strata_owner'::regrole AND c.relname NOT LIKE '%\_history'
        ORDER BY n.nspname, c.relname
    LOOP
        EXECUTE format(
            $sql$
            WITH version AS (
                SELECT
                    concat_ws(' ', %3$s) AS row_key, t.change_id, NULL::bigint AS ended_by, t.recorded_from,
                    NULL::timestamptz AS until, to_jsonb(t) - '{recorded_from,change_id}'::text[] AS content
                FROM %1$I.%2$I AS t
                UNION ALL
                SELECT
                    concat_ws(' ', %3$s), t.change_id, t.superseded_by, t.recorded_from,
                    upper(t.recorded), to_jsonb(t) - '{recorded_from,change_id,recorded,superseded_by}'::text[]
                FROM %1$I.%4$I AS t
            ),
            told AS (
                SELECT
                    v.*,
                    lag(v.content) OVER w AS former,
                    lag(v.until) OVER w AS former_until,
                    lead(v.recorded_from) OVER w AS following_from
                FROM version AS v
                WINDOW w AS (PARTITION BY v.row_key ORDER BY v.recorded_from)
            ),
            entry AS (
                SELECT
                    v.change_id,
                    v.row_key,
                    CASE WHEN v.former_until = v.recorded_from THEN v.former END AS old,
                    v.content AS new
                FROM told AS v
                UNION ALL
                SELECT v.ended_by, v.row_key, v.content, NULL
                FROM told AS v
                WHERE v.until IS NOT NULL AND v.following_from IS DISTINCT FROM v.until
            )
            INSERT INTO audit.entry (change_id, relation, row_key, action, staff_id, old, new)
            SELECT
                e.change_id,
                %5$L,
                e.row_key,
                CASE WHEN e.old IS NULL THEN 'insert' WHEN e.new IS NULL THEN 'delete' ELSE 'update' END,
                (coalesce(e.new, e.old) ->> 'staff_id')::bigint,
                e.old,
                e.new
            FROM entry AS e
            JOIN audit.transaction AS x ON x.change_id = e.change_id
            WHERE e.old IS DISTINCT FROM e.new
            ORDER BY e.change_id
            $sql$,
            base.nspname, base.relname, base.key, base.relname || '_history', base.nspname || '.' || base.relname
        );
    END LOOP;
END;
$$;
ALTER TABLE audit.entry ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit.entry FORCE ROW LEVEL SECURITY;
