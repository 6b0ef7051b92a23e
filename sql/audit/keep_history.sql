-- History and audit entry in one trigger. Its arguments are the columns of the primary key.
CREATE FUNCTION audit.keep_history() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
-- Ranges of dates are kept as text: whoever reads them has another style.
SET datestyle = 'ISO, MDY'
AS $$
DECLARE
    until timestamptz;
    change bigint;
    old_row CONSTANT jsonb := to_jsonb(OLD);
    old_content CONSTANT jsonb := old_row - '{recorded_from,change_id}'::text[];
    new_content jsonb;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        until := NEW.recorded_from;
        change := NEW.change_id;
        new_content := to_jsonb(NEW) - '{recorded_from,change_id}'::text[];
    ELSE
        until := audit.recorded_at();
        change := current_setting('strata.change', TRUE)::bigint;
        -- As in audit.stamp: versions follow each other, and the deletion is the last one.
        until := greatest(
            until,
            OLD.recorded_from + CASE WHEN OLD.change_id = change THEN interval '0' ELSE interval '1 microsecond' END
        );
    END IF;
    -- What a transaction writes and overwrites itself was never to be seen.
    IF OLD.recorded_from < until THEN
        EXECUTE format(
            'INSERT INTO %1$I.%2$I SELECT (jsonb_populate_record(NULL::%1$I.%2$I, $1)).*',
            TG_TABLE_SCHEMA, TG_TABLE_NAME || '_history'
        ) USING old_row || jsonb_build_object(
            'recorded', tstzrange(OLD.recorded_from, until), 'superseded_by', change
        );
    END IF;
    IF old_content IS DISTINCT FROM new_content THEN
        WITH entry AS (
            INSERT INTO audit.entry (change_id, relation, row_key, action, staff_id, old, new)
            VALUES (
                change,
                TG_TABLE_SCHEMA || '.' || TG_TABLE_NAME,
                concat_ws(' ', old_content ->> TG_ARGV[0], old_content ->> TG_ARGV[1], old_content ->> TG_ARGV[2]),
                lower(TG_OP),
                (coalesce(new_content, old_content) ->> 'staff_id')::bigint,
                old_content,
                new_content
            )
            RETURNING entry_id, change_id
        )
        INSERT INTO event.outbox (change_id, entry_id, version)
        SELECT
            e.change_id,
            e.entry_id,
            extract(EPOCH FROM until) * 1000000
        FROM entry AS e;
    END IF;
    RETURN NULL;
END;
$$;
COMMENT ON FUNCTION audit.keep_history() IS
'Trigger: the superseded version of a row goes to the history table beside it, with the time in which it held and the '
'change that ended it; what the change did to the row becomes an entry of the audit and '
'waits for its place in the log of events, unless it did nothing.';
