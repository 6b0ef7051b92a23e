CREATE FUNCTION audit.keep_history() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    until timestamptz;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        until := NEW.recorded_from;
    ELSE
        until := greatest(audit.recorded_at(), OLD.recorded_from);
    END IF;
    -- What a transaction writes and overwrites itself was never to be seen.
    IF OLD.recorded_from < until THEN
        EXECUTE format(
            'INSERT INTO %1$I.%2$I SELECT (jsonb_populate_record(NULL::%1$I.%2$I, $1)).*',
            TG_TABLE_SCHEMA, TG_TABLE_NAME || '_history'
        ) USING to_jsonb(OLD) || jsonb_build_object(
            'recorded', tstzrange(OLD.recorded_from, until),
            'superseded_by', current_setting('strata.change', TRUE)::bigint
        );
    END IF;
    RETURN NULL;
END;
$$;
COMMENT ON FUNCTION audit.keep_history() IS
'Trigger: the superseded version of a row goes to the history table beside it, with the time in which it held and the '
'change that ended it.';
