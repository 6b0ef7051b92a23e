CREATE FUNCTION auth.require_asking(staff_id bigint) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = ''
AS $$
BEGIN
    IF auth.is_unrestricted() OR auth.holds_everywhere('admin') THEN
        RETURN;
    END IF;
    -- As if there were none: the foreign key of a request speaks.
    IF NOT staff_id IN (SELECT auth.visible_staff()) THEN
        RAISE EXCEPTION USING
            ERRCODE = '23503', CONSTRAINT = 'request_staff_exists', MESSAGE = 'There is no such person.';
    ELSIF NOT auth.may_write_person(staff_id, 'staff') THEN
        RAISE EXCEPTION USING
            ERRCODE = '42501', MESSAGE = 'This needs the role staff for oneself, or manager for somebody else.';
    END IF;
END;
$$;
COMMENT ON FUNCTION auth.require_asking(bigint) IS
'Whether the acting account may ask for something for a person: for itself, or for somebody whom it manages. Errors: 42501; 23503
for a person of whom it may not know.';
