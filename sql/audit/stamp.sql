CREATE FUNCTION audit.stamp() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
DECLARE
    at CONSTANT timestamptz := audit.recorded_at();
BEGIN
    IF TG_OP = 'INSERT' OR OLD.recorded_from = at THEN
        NEW.recorded_from := at;
    ELSE
        -- A transaction that began its changes earlier may reach this row later: versions still follow each other.
        NEW.recorded_from := greatest(at, OLD.recorded_from + interval '1 microsecond');
    END IF;
    -- audit.recorded_at has just made sure that the setting is this transaction's.
    NEW.change_id := current_setting('strata.change', TRUE)::bigint;
    RETURN NEW;
END;
$$;
COMMENT ON FUNCTION audit.stamp() IS
'Trigger: a written row begins to hold at the transaction time, and names the change that wrote it.';
