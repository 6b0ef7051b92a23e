CREATE FUNCTION event.note_session_end() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
BEGIN
    INSERT INTO event.outbox (session_id) VALUES (OLD.session_id);
    RETURN NULL;
END;
$$;
COMMENT ON FUNCTION event.note_session_end() IS 'Trigger: servers hear of a session that has ended, or is gone before its end.';
CREATE TRIGGER note_session_end AFTER UPDATE OF ended_at ON auth.session
FOR EACH ROW WHEN (old.ended_at IS NULL AND new.ended_at IS NOT NULL)
EXECUTE FUNCTION event.note_session_end();
CREATE TRIGGER note_session_deletion AFTER DELETE ON auth.session
FOR EACH ROW WHEN (old.ended_at IS NULL AND old.expires_at > now())
EXECUTE FUNCTION event.note_session_end();
