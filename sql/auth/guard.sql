CREATE FUNCTION auth.guard() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = ''
AS $$
BEGIN
    IF auth.is_unrestricted() THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        PERFORM auth.require_write(TG_ARGV[0], to_jsonb(OLD));
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    PERFORM auth.require_write(TG_ARGV[0], to_jsonb(NEW));
    RETURN NEW;
END;
$$;
COMMENT ON FUNCTION auth.guard() IS
'Trigger of every resource view, before the one that writes: the acting account must be allowed to write what was there and what
is to be there. Its argument is the noun. Errors: those of auth.require_write.';
